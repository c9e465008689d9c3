//! The rows as they are printed, and as bench/README.md keeps them.
use crate::Fail;
use std::fmt;
use std::path::Path;
use std::time::Duration;

/// Whether the bar is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Ok,
    Short,
    /// The peer could not be had here.
    Skipped,
}

/// One line.
#[derive(Clone, Debug)]
pub struct Row {
    pub name: String,
    pub ours: String,
    pub peer: String,
    pub ratio: String,
    pub bar: String,
    pub verdict: Verdict,
    /// Figures beside.
    pub beside: String,
    /// What makes this row again.
    pub command: String,
}

impl Verdict {
    #[must_use]
    pub const fn of(reached: bool) -> Self {
        if reached { Self::Ok } else { Self::Short }
    }

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Short => "short",
            Self::Skipped => "SKIPPED",
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:<34} | {:<22} | {:<30} | {:<8} | {:<26} | {:<7} | {}",
            self.name,
            self.ours,
            self.peer,
            self.ratio,
            self.bar,
            self.verdict.word(),
            self.beside
        )
    }
}

/// The middle one; of an even number the lower.
#[must_use]
pub fn median<T: Copy + PartialOrd>(values: &[T]) -> Option<T> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    sorted.get(sorted.len().saturating_sub(1) / 2).copied()
}

/// The value that 99 of 100 do not exceed.
#[must_use]
pub fn p99(values: &mut [Duration]) -> Duration {
    values.sort_unstable();
    let at = (values.len() * 99).div_ceil(100).saturating_sub(1);
    values.get(at).copied().unwrap_or_default()
}

#[must_use]
pub fn micros(value: f64) -> String {
    format!("{value:.0} µs")
}

#[must_use]
pub fn millis(value: Duration) -> String {
    format!("{:.1} ms", value.as_secs_f64() * 1000.0)
}

/// Machine and day of a measurement.
fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name\t: ")).unwrap_or("?").to_owned();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = read("/proc/meminfo");
    let kilobytes: u64 = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0);
    format!("{model}, {cores} cores, {} GB", kilobytes / 1_000_000)
}

/// Replaces the rows of the same name in the table of bench/README.md and adds the others.
///
/// # Errors
/// When the file cannot be read or written.
pub fn write(rows: &[Row], day: &str) -> Result<(), Fail> {
    const BEGIN: &str = "<!-- table -->\n";
    const END: &str = "<!-- /table -->";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(&path)?;
    let (head, rest) = text.split_once(BEGIN).ok_or("README.md has no table")?;
    let (old, tail) = rest.split_once(END).ok_or("README.md has no table")?;
    let mut lines: Vec<String> = old
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| row "))
        .map(str::to_owned)
        .collect();
    for row in rows {
        lines.retain(|line| !line.starts_with(&format!("| {} |", row.name)));
        lines.push(format!(
            "| {} | {} | {} | {} | {} | {} | {} | `{}` | {day} |",
            row.name,
            row.ours,
            row.peer,
            row.ratio,
            row.bar,
            row.verdict.word(),
            row.beside,
            row.command
        ));
    }
    let table = format!(
        "Machine: {}.\n\n| row | ours | peer or bare driver | ratio | bar | | beside | command | day |\n|---|---|---|---|---|---|---|---|---|\n{}\n",
        machine(),
        lines.join("\n")
    );
    std::fs::write(&path, format!("{head}{BEGIN}{table}{END}{tail}"))?;
    Ok(())
}
