//! Tails in log space, intervals, multiple testing, overdispersion and funnels.
