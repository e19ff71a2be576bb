//! What of a file can be more than its cap.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What was counted, and was more than may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Exceeded {
    /// Bytes that a compressed file or an archive unpacks to.
    Unpacked,
    /// Bytes of a workbook as it stands on the disk.
    File,
    /// Bytes of text that the sheets of a workbook share.
    Shared,
    /// Bytes of the text of one sheet.
    SheetText,
    /// Cells of one sheet.
    Cells,
    /// Bytes of the pages of a file of columns that one thread has to hold, and of the text of a few thousand rows.
    Pages,
}

impl Exceeded {
    /// What the user can do, in one sentence without a full stop.
    pub(crate) fn hint(self) -> &'static str {
        match self {
            Self::Unpacked => {
                "if the file is what it should be, raise `--unpacked`, or unpack it and give what comes out"
            }
            Self::File => "raise `--unpacked`, or export the sheet as CSV, which has no such cap",
            Self::Shared | Self::SheetText => {
                "raise `--memory`, or export the sheet as CSV, which has no such cap"
            }
            Self::Cells => "export the sheet as CSV, which has no such cap",
            Self::Pages => {
                "raise `--memory`, take fewer `--threads`, or write the file again in smaller pages"
            }
        }
    }
}

impl fmt::Display for Exceeded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unpacked => "its unpacked size",
            Self::File => "the size of the workbook",
            Self::Shared => "the text that its sheets share",
            Self::SheetText => "the text of its sheet",
            Self::Cells => "the number of its cells",
            Self::Pages => "the size of its pages",
        })
    }
}
