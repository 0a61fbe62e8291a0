//! What rows that are to be written make of the rows that are there.

/// How many rows of a table are touched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows that were not there before.
    pub new: usize,
    /// Rows that were there and differ.
    pub changed: usize,
    /// There, and the same.
    pub unchanged: usize,
}

impl Counts {
    /// Whether everything is there already.
    pub fn is_nothing(self) -> bool {
        self.new == 0 && self.changed == 0
    }
}

/// The rows of one table that are new, that differ from what is stored, and how many do not.
#[derive(Debug)]
pub struct Difference<R> {
    /// Rows that are not there.
    pub new: Vec<R>,
    /// Rows that are there and differ, as they are to be.
    pub changed: Vec<R>,
    /// How many are there, and the same.
    pub unchanged: usize,
}

impl<R: PartialEq> Difference<R> {
    /// `same` says whether two rows have the same key.
    pub fn new(rows: Vec<R>, stored: &[R], same: impl Fn(&R, &R) -> bool) -> Self {
        let mut difference = Self { new: Vec::new(), changed: Vec::new(), unchanged: 0 };
        for row in rows {
            match stored.iter().find(|there| same(there, &row)) {
                None => difference.new.push(row),
                Some(there) if *there != row => difference.changed.push(row),
                Some(_) => difference.unchanged = difference.unchanged.saturating_add(1),
            }
        }
        difference
    }
}

impl<R> Difference<R> {
    /// How many rows it touches.
    pub fn counts(&self) -> Counts {
        Counts { new: self.new.len(), changed: self.changed.len(), unchanged: self.unchanged }
    }
}
