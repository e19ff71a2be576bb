//! Absentee voting certificates: the ledger, the quota, the rules, the outliers.
