//! The codes of this audit's findings. They are a contract: codes are added, never given another meaning.

macro_rules! codes {
    ($($name:ident $word:literal $text:literal)*) => {
        /// The code of a finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $text] $name,)*
        }

        impl Code {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The code as findings bear it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }
        }
    };
}

codes! {
    Quota "AVC-001" "Forms or certificates above the quota or short of it."
    SerialTwice "AVC-002" "A serial issued twice."
    PersonTwice "AVC-003" "A person issued two certificates for one election."
    OutsideWindow "AVC-004" "Issued or used outside the window."
    NotOnHomeList "AVC-005" "The holder is not on the home list."
    OutsideRanges "AVC-006" "A serial outside the range handed out."
    NeverIssued "AVC-007" "Used and never issued."
    UsedTwice "AVC-008" "Used twice."
    UsedAtHome "AVC-009" "Used at home, or where the profile forbids it."
    OtherList "AVC-010" "The holder is also on another list that allows a vote."
    ListRowUnmarked "AVC-011" "A row of a list lacks the mark or the serial."
    NotRetained "AVC-012" "Used and not retained or not recorded."
    TotalsDiffer "AVC-013" "Reported and counted totals differ."
    UnusualRate "AVC-014" "A rate out of line with the others."
    Concentration "AVC-015" "Runs of serials or flows concentrated on one destination."
    FormsUnaccounted "AVC-016" "Forms received are not all accounted for."
    NotEstablished "AVC-017" "A number that the law requires was not established."
    ExplainedByMark "AVC-018" "An entry on a list that is marked as removed, struck off or died."
    Unchecked "AVC-090" "A check that could not be made, and why."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart_and_have_a_name_on_the_page() {
        let names = include_str!("../../../../data/messages/en/report.toml");
        let mut words: Vec<&str> = Code::ALL.iter().map(|code| code.word()).collect();
        assert!(words.iter().all(|word| names.contains(&format!("\n{word} = \""))));
        words.dedup();
        assert_eq!(words.len(), Code::ALL.len());
    }
}
