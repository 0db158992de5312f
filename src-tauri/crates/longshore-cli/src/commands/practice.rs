//! `longshore practice serve`

use std::io::Write;

use longshore_app::ApiError;

use crate::{answer::Answer, args::Serve};
