//! One browser on one connection to the program on this machine: enough HTTP/1.1 to measure with.
use crate::Fail;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What came back.
#[derive(Debug, Default)]
pub struct Answer {
    pub status: u16,
    /// Lower-case names.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
    /// Bytes of status line, headers and body as they came.
    pub on_the_wire: usize,
}

impl Answer {
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The value of a hidden field.
    #[must_use]
    pub fn hidden(&self, name: &str) -> Option<String> {
        let text = self.text();
        let (_, rest) = text.split_once(&format!("name=\"{name}\" value=\""))?;
        Some(rest.split('"').next()?.to_owned())
    }
}

/// Keeps its connection and its cookies.
pub struct Browser {
    at: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
    cookies: BTreeMap<String, String>,
    /// Asks for compressed answers, as browsers do.
    pub gzip: bool,
}

impl Browser {
    #[must_use]
    pub fn new(at: SocketAddr) -> Self {
        Self { at, stream: None, cookies: BTreeMap::new(), gzip: false }
    }

    /// The same visitor on another connection.
    #[must_use]
    pub fn again(&self) -> Self {
        Self { at: self.at, stream: None, cookies: self.cookies.clone(), gzip: self.gzip }
    }

    /// # Errors
    /// The connection's, or an answer that is no HTTP.
    pub fn get(&mut self, path: &str) -> Result<Answer, Fail> {
        self.send("GET", path, None)
    }

    /// Posts a form.
    ///
    /// # Errors
    /// As [`Browser::get`].
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, Fail> {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        self.send("POST", path, Some(&pairs.join("&")))
    }

    fn send(&mut self, method: &str, path: &str, body: Option<&str>) -> Result<Answer, Fail> {
        let request = self.request(method, path, body);
        if self.stream.is_none() {
            let stream = TcpStream::connect_timeout(&self.at, Duration::from_secs(5))?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(Duration::from_secs(30)))?;
            self.stream = Some(BufReader::new(stream));
        }
        let outcome = self.exchange(&request);
        if outcome.as_ref().map_or(true, |answer| answer.header("connection") == "close") {
            self.stream = None;
        }
        outcome
    }

    /// Value of the cookie header.
    #[must_use]
    pub fn cookie(&self) -> String {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    fn request(&self, method: &str, path: &str, body: Option<&str>) -> String {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\naccept: text/html\r\n", self.at);
        if !self.cookies.is_empty() {
            head.push_str(&format!("cookie: {}\r\n", self.cookie()));
        }
        if self.gzip {
            head.push_str("accept-encoding: gzip, deflate, br\r\n");
        }
        match body {
            Some(body) => format!(
                "{head}origin: http://{}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
                self.at,
                body.len()
            ),
            None => format!("{head}\r\n"),
        }
    }

    fn exchange(&mut self, request: &str) -> Result<Answer, Fail> {
        let stream = self.stream.as_mut().ok_or("no connection")?;
        stream.get_mut().write_all(request.as_bytes())?;
        let mut answer = Answer::default();
        let line = read_line(stream, &mut answer)?;
        answer.status = line.split(' ').nth(1).ok_or("no status")?.parse()?;
        loop {
            let line = read_line(stream, &mut answer)?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or("a broken header")?;
            let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
            if name == "set-cookie"
                && let Some((cookie, worth)) = value.split(';').next().and_then(|pair| pair.split_once('='))
            {
                self.cookies.insert(cookie.to_owned(), worth.to_owned());
            }
            answer.headers.insert(name, value);
        }
        if answer.header("transfer-encoding") == "chunked" {
            chunks(stream, &mut answer)?;
        } else {
            let length: usize = answer.header("content-length").parse().unwrap_or(0);
            answer.body = vec![0; length];
            stream.read_exact(&mut answer.body)?;
            answer.on_the_wire += length;
        }
        Ok(answer)
    }
}

fn read_line(stream: &mut BufReader<TcpStream>, answer: &mut Answer) -> Result<String, Fail> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err("the connection was closed".into());
    }
    answer.on_the_wire += line.len();
    Ok(line.trim_end().to_owned())
}

fn chunks(stream: &mut BufReader<TcpStream>, answer: &mut Answer) -> Result<(), Fail> {
    loop {
        let line = read_line(stream, answer)?;
        let length = usize::from_str_radix(line.split(';').next().unwrap_or("0"), 16)?;
        let mut chunk = vec![0; length + 2];
        stream.read_exact(&mut chunk)?;
        answer.on_the_wire += chunk.len();
        chunk.truncate(length);
        answer.body.extend(chunk);
        if length == 0 {
            return Ok(());
        }
    }
}

fn escaped(text: &str) -> String {
    let sign = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(sign).collect()
}
