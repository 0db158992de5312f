//! Puts the cells of one record together.

use longshore_engine::row::Row;

use super::{
    columns::{Columns, NOWHERE, RECORD},
    steps::Steps,
};

/// A record that is being read.
#[derive(Default)]
pub(super) struct Record {
    /// The line on which it begins.
    pub(super) line: u64,
    /// Where the text begins that was consumed for it.
    pub(super) begun: u64,
    text: String,
    cells: Vec<Cell>,
    frames: Vec<Frame>,
    /// How often each name was met in each frame, frame by frame.
    counts: Vec<(u32, u32)>,
    /// What stands directly in the record.
    own: String,
    /// Leaves for which there is no column.
    pub(super) left_out: u64,
    spans: Vec<(u32, u32)>,
}

/// The text of a leaf.
#[derive(Clone, Copy)]
struct Cell {
    node: u32,
    start: u32,
    end: u32,
}

/// Something that is open in a record.
struct Frame {
    node: u32,
    /// The group of its last member, where its count is, and the highest group so far.
    last: u32,
    last_count: usize,
    highest: u32,
    counts_at: usize,
    /// Its cells begin here, those of its attributes left out.
    cells_at: usize,
    text_at: usize,
    markup_at: usize,
    has_attributes: bool,
    has_members: bool,
    has_text: bool,
    /// There is text between its members: its markup is its text.
    is_mixed: bool,
}

/// Elements of HTML that no feed uses for anything else.
const HTML: &[&str] = &[
    "p", "br", "ul", "ol", "li", "div", "span", "strong", "em", "h1", "h2", "h3", "h4", "h5", "h6",
];

impl Record {
    /// Begins a record.
    pub(super) fn begin(&mut self, line: u64, begun: u64) {
        self.line = line;
        self.begun = begun;
        self.text.clear();
        self.cells.clear();
        self.frames.clear();
        self.counts.clear();
        self.own.clear();
        self.left_out = 0;
        self.frames.push(self.frame(RECORD, 0));
    }

    /// How many things are open, the record itself among them.
    pub(super) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Bytes that are held.
    pub(super) fn bytes(&self) -> usize {
        self.text.len() + self.own.len()
    }

    fn frame(&self, node: u32, markup_at: usize) -> Frame {
        Frame {
            node,
            last: NOWHERE,
            last_count: 0,
            highest: NOWHERE,
            counts_at: self.counts.len(),
            cells_at: self.cells.len(),
            text_at: self.text.len(),
            markup_at,
            has_attributes: false,
            has_members: false,
            has_text: false,
            is_mixed: false,
        }
    }

    /// A cell with a given text.
    pub(super) fn single(&mut self, columns: &mut Columns, name: &str, text: &str) {
        let node = columns.single(name);
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.cells.push(Cell { node, start, end: self.text.len() as u32 });
        if let Some(frame) = self.frames.last_mut() {
            frame.cells_at = self.cells.len();
            frame.text_at = self.text.len();
        }
    }

    /// The text of the first leaf so far, those left out that were given.
    pub(super) fn first(&self, given: usize) -> &str {
        self.cells.get(given).map_or("", |cell| &self.text[cell.start as usize..cell.end as usize])
    }

    /// A member begins.
    pub(super) fn open(&mut self, columns: &mut Columns, name: &str, markup_at: usize) {
        let is_record = self.frames.len() == 1;
        let Some(frame) = self.frames.last_mut() else { return };
        if !is_record && (frame.has_text || HTML.contains(&name)) {
            frame.is_mixed = true;
        }
        if !frame.has_members {
            // Blank space before the first member.
            self.text.truncate(frame.text_at);
        }
        frame.has_members = true;
        let node = Self::member(frame, &mut self.counts, columns, name);
        self.frames.push(self.frame(node, markup_at));
    }

    /// Whatever is met in the open record of another one is no part of this.
    pub(super) fn note_member(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            if !frame.has_members {
                self.text.truncate(frame.text_at);
            }
            frame.has_members = true;
        }
    }

    fn member(
        frame: &mut Frame,
        counts: &mut Vec<(u32, u32)>,
        columns: &mut Columns,
        name: &str,
    ) -> u32 {
        let group = columns.group(frame.node, frame.last, name);
        if group == NOWHERE {
            return NOWHERE;
        }
        // Members mostly come in the same order in all records.
        let is_first = frame.highest == NOWHERE || group > frame.highest;
        let found = if is_first {
            None
        } else if group == frame.last {
            Some(frame.last_count)
        } else {
            let own = &counts[frame.counts_at..];
            own.iter().position(|(other, _)| *other == group).map(|at| frame.counts_at + at)
        };
        let at = found.unwrap_or_else(|| {
            counts.push((group, 0));
            counts.len() - 1
        });
        if is_first {
            frame.highest = group;
        }
        let count = counts[at].1;
        counts[at].1 += 1;
        (frame.last, frame.last_count) = (group, at);
        columns.node(frame.node, group, count)
    }

    /// An attribute of what just began.
    pub(super) fn attribute(&mut self, columns: &mut Columns, name: &str, text: &str) {
        let Some(frame) = self.frames.last_mut() else { return };
        frame.has_attributes = true;
        let node = Self::member(frame, &mut self.counts, columns, name);
        if node == NOWHERE {
            self.left_out += 1;
            return;
        }
        let start = self.text.len() as u32;
        self.text.push_str(text.trim());
        self.cells.push(Cell { node, start, end: self.text.len() as u32 });
        frame.cells_at = self.cells.len();
        frame.text_at = self.text.len();
    }

    /// A piece of the text of what is open.
    pub(super) fn take(&mut self, text: &str) {
        let is_record = self.frames.len() == 1;
        let Some(frame) = self.frames.last_mut() else { return };
        let is_blank = text.trim_start().is_empty();
        if is_record {
            if frame.has_members && is_blank {
                return;
            }
            self.own.push_str(text);
            frame.has_text |= !is_blank;
            return;
        }
        frame.has_text |= !is_blank;
        if frame.has_members {
            frame.is_mixed |= !is_blank;
        } else {
            self.text.push_str(text);
        }
    }

    /// What is open ends. Says the length of its text, where it is a leaf.
    pub(super) fn close(&mut self, steps: &impl Steps) -> usize {
        let Some(frame) = self.frames.pop() else { return 0 };
        self.counts.truncate(frame.counts_at);
        let is_record = self.frames.is_empty();
        if is_record {
            if frame.has_text || !(frame.has_members || frame.has_attributes) {
                let start = self.text.len() as u32;
                self.text.push_str(self.own.trim());
                self.cells.push(Cell { node: RECORD, start, end: self.text.len() as u32 });
            }
            return self.own.len();
        }
        if frame.is_mixed {
            self.cells.truncate(frame.cells_at);
            self.text.truncate(frame.text_at);
            self.text.push_str(steps.markup(frame.markup_at));
        } else if frame.has_members {
            return 0;
        }
        let is_leaf = frame.has_text || frame.is_mixed || !frame.has_attributes;
        if frame.node == NOWHERE || !is_leaf {
            self.text.truncate(frame.text_at);
            self.left_out += u64::from(frame.node == NOWHERE && is_leaf);
            return 0;
        }
        let text = &self.text[frame.text_at..];
        let (start, length) = (text.len() - text.trim_start().len(), text.trim().len());
        let start = frame.text_at + start;
        self.cells.push(Cell {
            node: frame.node,
            start: start as u32,
            end: (start + length) as u32,
        });
        length
    }

    /// Writes the cells into a row. Columns that are new are added.
    pub(super) fn finish(&mut self, columns: &mut Columns, row: &mut Row) {
        self.spans.clear();
        self.spans.resize(columns.names().len(), (0, 0));
        for cell in &self.cells {
            let column = columns.column(cell.node);
            if column == NOWHERE {
                self.left_out += 1;
                continue;
            }
            let column = column as usize;
            if column >= self.spans.len() {
                self.spans.resize(column + 1, (0, 0));
            }
            self.spans[column] = (cell.start, cell.end);
        }
        row.clear();
        row.line = self.line;
        for (start, end) in &self.spans {
            row.push(&self.text[*start as usize..*end as usize]);
        }
    }
}
