//! Longshore Studio's window: a thin host around `longshore-app`.
