//! Longshore Studio's window: a thin host around `longshore-app`, and the only place that names tauri.
//!
//! [`window`] opens it. The interface that it shows lies in `ui/` and is carried inside the program; what it may ask
//! for is listed in `src-tauri/capabilities`.

pub mod window;
