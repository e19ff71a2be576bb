//! Why a report could not be made.

/// Why a report could not be made. None of these depends on what the audit holds, only on where it is written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The writer failed.
    #[error("the report could not be written: {0}")]
    Write(#[from] std::io::Error),
    /// The document could not be put into JSON.
    #[error("the JSON could not be written: {0}")]
    Json(#[from] serde_json::Error),
    /// The workbook could not be built.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A template of this program is wrong.
    #[error("the page could not be built: {0}")]
    Template(#[from] minijinja::Error),
}

impl ReportError {
    /// Whether the reader of the output went away, which ends a program quietly.
    pub fn is_broken_pipe(&self) -> bool {
        let kind = match self {
            Self::Write(error) => Some(error.kind()),
            Self::Json(error) => error.io_error_kind(),
            Self::Workbook(_) | Self::Template(_) => None,
        };
        kind == Some(std::io::ErrorKind::BrokenPipe)
    }
}
