//! What a caller hands in beside words, where the program is a library in another one: tables in memory, a key, and what is
//! said meanwhile.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tizim_tables::{Expansion, Input, TableError};

/// What stands behind words that were not typed; nothing of it where the program was called by its name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given {
    /// Tables in memory, by the names under which the words speak of them.
    pub(crate) frames: Arc<BTreeMap<String, Input>>,
    /// What a key file would hold.
    pub(crate) key: Option<Key>,
    /// What would be said on standard error, where that is kept.
    said: Option<Arc<Mutex<Vec<String>>>>,
}

/// The bytes of a key, which are shown nowhere.
#[derive(Clone)]
pub(crate) struct Key(pub(crate) Arc<[u8]>);

impl std::fmt::Debug for Key {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Key")
    }
}

impl Given {
    /// Tables and a key of a caller, with what is said kept for it.
    pub(crate) fn by_caller(frames: Vec<Input>, key: Option<Vec<u8>>) -> Self {
        let frames = frames.into_iter().map(|input| (input.name().to_owned(), input));
        Self {
            frames: Arc::new(frames.collect()),
            key: key.map(|bytes| Key(bytes.into())),
            said: Some(Arc::default()),
        }
    }

    /// What a word stands for: a table in memory of that name, else files.
    ///
    /// # Errors
    /// As [`tizim_tables::expand`].
    pub(crate) fn expand(&self, word: &str) -> Result<Expansion, TableError> {
        match self.frames.get(word) {
            Some(frame) => Ok(Expansion { inputs: vec![frame.clone()], passed_over: Vec::new() }),
            None => tizim_tables::expand(word),
        }
    }

    /// The same of a single table.
    pub(crate) fn input(&self, word: &str) -> Input {
        match self.frames.get(word) {
            Some(frame) => frame.clone(),
            None if word == "-" => Input::stdin(),
            None => Input::file(word),
        }
    }

    /// Keeps a line that would be said, if lines are kept.
    pub(crate) fn keep(&self, line: &str) {
        if let Some(said) = &self.said {
            said.lock().unwrap_or_else(PoisonError::into_inner).push(line.to_owned());
        }
    }

    /// What was said.
    pub(crate) fn said(&self) -> Vec<String> {
        self.said
            .as_ref()
            .map_or_else(Vec::new, |said| said.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}
