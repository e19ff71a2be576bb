//! How an audit is shown: text, JSON, CSV, XLSX and one-file HTML.
