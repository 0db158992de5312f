//! What should happen: values, platforms, mapping, transforms, checks, matching, diff. Pure.
