//! The rules that the audit applies, by the names under which a profile sets how grave each is and where it comes from.

use serde::{Deserialize, Serialize};

macro_rules! rule_ids {
    ($($name:ident $word:literal $text:literal)*) => {
        /// A rule of the audit: a key of `[avc.rule]`, and the `rule` of its findings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum RuleId {
            $(#[doc = $text] #[serde(rename = $word)] $name,)*
        }

        impl RuleId {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The word in profiles and findings.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }
        }
    };
}

rule_ids! {
    SerialIssuedOnce "serial-issued-once" "A serial is issued once."
    RowOnce "row-once" "A row stands in the register once."
    SerialFormat "serial-format" "Serials have the form that is usual in the register."
    UsedOnce "used-once" "A certificate is used once."
    UseOfIssued "use-of-issued" "What is used was issued."
    ReturnedOrUsed "returned-or-used" "What was returned was not used."
    NotAtHome "not-at-home" "A certificate is not used in the precinct that issued it."
    SameSettlement "same-settlement" "A certificate is not used within the settlement of the precinct that issued it; checked where the profile holds it."
    OnePerPerson "one-per-person" "A person is issued one certificate for one election: by number."
    OnePerPersonByName "one-per-person-by-name" "The same, by names and birth date."
    IssueWindow "issue-window" "Certificates are issued within the window."
    IssueAtNight "issue-at-night" "An hour of issue at night is worth a look."
    UseOnElectionDay "use-on-election-day" "A certificate is used on election day."
    UseHours "use-hours" "A certificate is used while polls are open."
    UseAfterIssue "use-after-issue" "A certificate is used after its issue."
    OnHomeList "on-home-list" "A holder stands on the home list."
    HomeRowMarked "home-row-marked" "The row in the home list is marked."
    DestinationRowWithSerial "destination-row-with-serial" "An entry at the destination bears the serial."
    OtherList "other-list" "A holder stands on no other list that allows a vote; the profile's `other_list` says how grave."
    Retained "retained" "A certificate that was used was retained."
    Recorded "recorded" "The data of a voter with a certificate were recorded."
    KeptWithUse "kept-with-use" "What was retained or recorded was used."
    TotalsAgree "totals-agree" "What was reported is what was counted, and the sum of its parts."
    VotedWithinVoters "voted-within-voters" "No more voted than are registered."
    UsedWithinVoted "used-within-voted" "No more voted with a certificate than voted."
    OneRowPerPrecinct "one-row-per-precinct" "A precinct has one row of figures."
    FormsAccountedFor "forms-accounted-for" "Every form received is accounted for."
    RequiredNumbers "required-numbers" "The numbers that the law requires are established."
    ExtraWithoutOrder "extra-without-order" "Extra forms have an order."
    RangeReadable "range-readable" "A range of serials can be read and runs forwards."
    RangesApart "ranges-apart" "Ranges do not overlap."
    RangeGaps "range-gaps" "Ranges leave no gaps."
    SerialHandedOut "serial-handed-out" "A serial lies in a range handed out."
    SerialOfOwnRange "serial-of-own-range" "A serial lies in the range of its own commission."
    SerialRuns "serial-runs" "Consecutive serials are not used in one place at one time."
    UnusualFlow "unusual-flow" "Flows to one destination are usual."
    UnusualIssueRate "unusual-issue-rate" "The rate of issue is usual."
    UnusualUseRate "unusual-use-rate" "The rate of use is usual."
    UnusualShareOfVotes "unusual-share-of-votes" "The share of votes with a certificate is usual."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_what_a_profile_writes() {
        for rule in RuleId::ALL {
            assert_eq!(serde_json::to_value(rule).unwrap(), rule.word());
        }
    }
}
