//! What can be asked of Longshore, and the running of it.
