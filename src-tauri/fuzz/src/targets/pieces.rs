//! Takes choices and texts off the end of an input: the rest of it stays what it looks like.

use longshore_engine::reading::{DateOrder, DecimalSeparator, Notation};

/// What is left of an input.
pub(super) struct Pieces<'a>(pub(super) &'a [u8]);

impl<'a> Pieces<'a> {
    /// A choice: the last byte, 0 where there is none.
    pub(super) fn choice(&mut self) -> u8 {
        let Some((last, rest)) = self.0.split_last() else { return 0 };
        self.0 = rest;
        *last
    }

    /// One of several.
    pub(super) fn one_of<T: Copy>(&mut self, first: T, others: &[T]) -> T {
        let choice = usize::from(self.choice()) % (others.len() + 1);
        choice.checked_sub(1).map_or(first, |at| others[at])
    }

    /// How numbers and dates are written.
    pub(super) fn notation(&mut self) -> Notation {
        Notation {
            decimal: self
                .one_of(None, &[Some(DecimalSeparator::Point), Some(DecimalSeparator::Comma)]),
            thousands: self.one_of(None, &[Some('.'), Some(','), Some(' '), Some('\'')]),
            date_order: self.one_of(
                None,
                &[
                    Some(DateOrder::DayMonthYear),
                    Some(DateOrder::MonthDayYear),
                    Some(DateOrder::YearMonthDay),
                ],
            ),
            ..Notation::default()
        }
    }

    /// The text that is left.
    pub(super) fn text(&self) -> std::borrow::Cow<'a, str> {
        String::from_utf8_lossy(self.0)
    }
}
