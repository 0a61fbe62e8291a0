//! What follows a write.
