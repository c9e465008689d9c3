//! The shell through its promised edges: requests in, answers out.
mod access_matrix;
mod api;
mod assets;
mod csrf_checks;
mod early_answers;
mod headers;
mod kept_words;
mod live;
mod log_lines;
mod pages;
mod reading_forms;
mod support;
mod themes;
mod uploads;
mod words;
