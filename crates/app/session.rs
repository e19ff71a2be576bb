//! What was typed, once it is understood: a run with its key, a profile, a catalogue, and how results are shown.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use tizim_evidence::{Catalogue, Language, NoProgress, Profile, Progress, Run};
use tizim_people::MaskKey;
use tizim_report::{CsvTarget, Dialect, Edition};

use crate::arguments::{ColorChoice, Common, EditionChoice, Format};
use crate::data::{self, LoadedProfile};
use crate::failure::{self, Hinted};
use crate::interrupt;
use crate::key;
use crate::language;
use crate::progress::Bar;

/// More threads than any machine here has processors.
const MOST_THREADS: usize = 512;

/// One run of one command, with everything it was told.
pub(crate) struct Session {
    pub(crate) common: Common,
    pub(crate) loaded: LoadedProfile,
    pub(crate) catalogue: Catalogue,
    pub(crate) run: Run,
    /// Identifier of the masking key.
    pub(crate) key_id: String,
    /// Moment of the run for the manifest, unless left out.
    pub(crate) created: Option<String>,
}

impl Session {
    /// Understands the common options.
    ///
    /// # Errors
    /// Where the profile or the key file cannot be used.
    pub(crate) fn begin(common: Common, default_profile: &str) -> Result<Self> {
        refuse_unknown_ending(&common)?;
        refuse_delimiter_of_others(&common)?;
        refuse_names_in_public(&common)?;
        let key = match &common.given.key {
            Some(key) => key::of_caller(&key.0)?,
            None => key::from(common.key_file.as_deref())?,
        };
        let session = Self::with_key(common, default_profile, key.bytes)?;
        if let Some(weakness) = key.weakness {
            session.say(&weakness);
        }
        Ok(session)
    }

    /// A session that says nothing and has no options, for commands that audit nothing.
    ///
    /// # Errors
    /// Where no random key can be had.
    pub(crate) fn quiet(seed: u64) -> Result<Self> {
        let common = Common { seed, quiet: true, no_timestamp: true, ..Common::default() };
        Self::with_key(common, "kz-2019", [0; 32])
    }

    /// The same, under a given masking key.
    ///
    /// # Errors
    /// Where the profile cannot be used.
    pub(crate) fn with_key(common: Common, default_profile: &str, key: [u8; 32]) -> Result<Self> {
        let language = common.lang.unwrap_or_else(language::spoken);
        let loaded = data::profile(Some(common.profile.as_deref().unwrap_or(default_profile)), language)?;
        let key_id = MaskKey::new(&key).id().to_string();
        let threads = match common.threads {
            Some(threads) if threads == 0 || threads > MOST_THREADS => {
                anyhow::bail!("`--threads` must be at least 1, and at most {MOST_THREADS}")
            }
            Some(threads) => threads,
            None => std::thread::available_parallelism().map_or(1, usize::from),
        };
        // Fails where a pool exists already (a command run by another): the first one then serves.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
        let progress: Arc<dyn Progress> = match Bar::on_terminal() {
            Some(bar) if !common.quiet => Arc::new(bar),
            _ => Arc::new(NoProgress),
        };
        let run = Run {
            seed: common.seed,
            key,
            memory: common.memory.0,
            threads,
            reveal: common.reveal,
            progress,
            cancelled: interrupt::watch(),
        };
        let session = Self {
            catalogue: data::with_regions(data::catalogue(language)?, &loaded.profile)?,
            created: created(&common)?,
            loaded,
            run,
            key_id,
            common,
        };
        if session.catalogue.untranslated().next().is_some() {
            session.say("some texts are not translated yet and stand in English");
        }
        Ok(session)
    }

    /// The profile in use.
    pub(crate) fn profile(&self) -> &Profile {
        &self.loaded.profile
    }

    /// Says one line on standard error, unless `--quiet`.
    pub(crate) fn say(&self, line: &str) {
        self.common.given.keep(line);
        if !self.common.quiet {
            failure::say(line);
        }
    }

    /// What a file is read as, in front of what is said of it: in English the kind as it is typed.
    pub(crate) fn role<'a>(&'a self, role: &'a str) -> &'a str {
        match self.catalogue.language() {
            Language::En => role,
            _ => tizim_report::role(&self.catalogue, role),
        }
    }

    /// How a spreadsheet of the reader's language opens a table of text with a double click: where a comma stands before the
    /// decimals, a semicolon stands between cells.
    pub(crate) fn spreadsheet(&self) -> CsvTarget {
        let decimal_comma = self.catalogue.word("report.language") != "en";
        let usual = if decimal_comma { b';' } else { b',' };
        let separator = self.common.output_delimiter.unwrap_or(usual);
        CsvTarget::Spreadsheet(Dialect { separator, decimal_comma })
    }

    /// The format asked for: by option, else by the ending of `--out`, else text.
    pub(crate) fn format(&self) -> Format {
        self.common.format.or_else(|| by_ending(&self.common)).unwrap_or(Format::Text)
    }

    /// The edition asked for: public for HTML and SVG, which are made to be published, and working for the rest, unless said otherwise.
    pub(crate) fn edition(&self, format: Format) -> Edition {
        match (self.common.edition, format) {
            (Some(EditionChoice::Public), _) => Edition::Public,
            (None, Format::Html | Format::Svg) if !self.common.reveal => Edition::Public,
            (Some(EditionChoice::Working) | None, _) => Edition::Working,
        }
    }

    /// The folder beside `--out`, for what waits to be written; none where nothing is written to a file.
    pub(crate) fn scratch(&self) -> Option<&Path> {
        let parent = self.common.out.as_deref()?.parent()?;
        Some(if parent.as_os_str().is_empty() { Path::new(".") } else { parent })
    }

    /// Whether standard output takes colour.
    pub(crate) fn colour(&self) -> bool {
        match self.common.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                self.common.out.is_none()
                    && std::io::stdout().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        }
    }
}

/// The format that the ending of `--out` names.
fn by_ending(common: &Common) -> Option<Format> {
    match common.out.as_ref()?.extension()?.to_str()? {
        "json" => Some(Format::Json),
        "csv" => Some(Format::Csv),
        "html" | "htm" => Some(Format::Html),
        "xlsx" => Some(Format::Xlsx),
        "svg" => Some(Format::Svg),
        "txt" => Some(Format::Text),
        _ => None,
    }
}

/// Refuses an ending that promises a format this program does not write.
pub(crate) fn refuse_unknown_ending(common: &Common) -> Result<()> {
    const OTHERS: [&str; 8] = ["pdf", "doc", "docx", "xls", "ods", "xml", "zip", "png"];
    let ending = common.out.as_ref().and_then(|out| out.extension()?.to_str()).unwrap_or_default();
    if common.format.is_none() && OTHERS.contains(&ending.to_lowercase().as_str()) {
        return Err(Hinted::error(
            format!("no format ends in `.{ending}`"),
            "use .txt, .json, .csv, .html, .xlsx or .svg, or name the format with `--format`",
        ));
    }
    Ok(())
}

/// Plain CSV is the same in every language, for programs.
fn refuse_delimiter_of_others(common: &Common) -> Result<()> {
    if common.output_delimiter.is_some() && common.format != Some(Format::CsvExcel) {
        return Err(Hinted::error(
            "`--output-delimiter` is for `--format csv-excel` alone: `--format csv` has commas in every language",
            "add `--format csv-excel`, or leave `--output-delimiter` out",
        ));
    }
    Ok(())
}

/// The public edition has no rows about persons: names cannot be shown in it.
pub(crate) fn refuse_names_in_public(common: &Common) -> Result<()> {
    if common.reveal && common.edition == Some(EditionChoice::Public) {
        return Err(Hinted::error(
            "`--reveal` shows names, and `--edition public` has none",
            "leave `--reveal` out for the public edition, or use `--edition working`",
        ));
    }
    Ok(())
}

/// Moment of the run: none with `--no-timestamp`, `SOURCE_DATE_EPOCH` where it is set, else now.
fn created(common: &Common) -> Result<Option<String>> {
    if common.no_timestamp || common.created.is_some() {
        return Ok(common.created.clone());
    }
    let moment = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => {
            let seconds: i64 = seconds.parse().context("`SOURCE_DATE_EPOCH` is not a number of seconds")?;
            jiff::Timestamp::from_second(seconds).context("`SOURCE_DATE_EPOCH` is out of range")?
        }
        Err(_) => jiff::Timestamp::now(),
    };
    Ok(Some(moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()))
}
