//! The event stream's text, read into blocks. Unlike a browser, it hands out a block that carries only an `id`: the
//! server says where a stream begins before there is anything to tell, and a stream that breaks then resumes there.

/// What stands between two empty lines.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The place to resume from once this block has been taken.
    pub id: Option<String>,
    /// What kind of event; empty for none.
    pub event: String,
    /// What goes with it, in one line, as our server writes it.
    pub data: String,
}

/// Reads blocks from bytes as they come, cut anywhere.
#[derive(Debug, Default)]
pub struct Blocks {
    line: Vec<u8>,
    block: Block,
}

impl Blocks {
    /// The blocks that these bytes complete. One that is cut off by the end of the stream is never handed out, nor is
    /// its id.
    pub fn read(&mut self, bytes: &[u8]) -> Vec<Block> {
        let mut whole = Vec::new();
        for byte in bytes {
            if *byte != b'\n' {
                self.line.push(*byte);
                continue;
            }
            let line = std::mem::take(&mut self.line);
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches('\r');
            if line.is_empty() {
                whole.push(std::mem::take(&mut self.block));
            } else {
                self.field(line);
            }
        }
        whole
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "id" => self.block.id = Some(value.to_owned()),
            "event" => value.clone_into(&mut self.block.event),
            "data" => value.clone_into(&mut self.block.data),
            // A comment keeps the line open; other fields are not ours.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STREAM: &str =
        "id: 7-a\n\n: \n\nevent: changed\r\nid:7-b\r\ndata: {\"x\": \"é: y\"}\r\n\r\nid: 7-c\nevent: lost";

    proptest! {
        #[test]
        fn blocks_are_the_same_however_the_bytes_are_cut(cuts in prop::collection::vec(1usize..9, 1..40)) {
            let mut blocks = Blocks::default();
            let (mut rest, mut read) = (STREAM.as_bytes(), Vec::new());
            for cut in cuts.iter().cycle() {
                let (now, later) = rest.split_at((*cut).min(rest.len()));
                read.extend(blocks.read(now));
                rest = later;
                if rest.is_empty() {
                    break;
                }
            }
            let of = |id: Option<&str>, event: &str, data: &str| Block {
                id: id.map(str::to_owned),
                event: event.to_owned(),
                data: data.to_owned(),
            };
            let expected =
                [of(Some("7-a"), "", ""), of(None, "", ""), of(Some("7-b"), "changed", "{\"x\": \"é: y\"}")];
            prop_assert_eq!(read, expected);
        }
    }
}
