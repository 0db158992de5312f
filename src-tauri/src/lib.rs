//! Longshore Studio's window: a thin host around `longshore-app`, and the only place that names tauri.
//!
//! [`window`] opens it, with what was typed ([`arguments`]). The interface that it shows lies in `ui/` and is carried
//! inside the program; what it may ask for is in `asked` and listed in `src-tauri/capabilities`. `desk` holds the
//! one studio that all of it works with, `picking` asks the user for files, `given` hands over files that were opened
//! with the program, `drawing` says who draws the page, `leaving` what closing means, `once_more` what a
//! start does that meets a program which is going, `opening` shows addresses and
//! folders, `log` keeps the log.

pub mod arguments;
mod asked;
mod desk;
#[cfg(target_os = "linux")]
pub mod drawing;
mod given;
mod leaving;
mod log;
#[cfg(target_os = "linux")]
pub mod once_more;
mod opening;
mod picking;
pub mod window;
