//! Network to records and back.
