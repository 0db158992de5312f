//! One input after the other, and what came of them.

use std::{ops::Range, time::Duration};

use fastrand::Rng;

use crate::{
    measured::{Bounds, Trouble, measure},
    mutation::Mutation,
    target::Target,
};

/// A target with its corpus: every input follows from seed and number alone.
pub struct Campaign {
    /// Who reads.
    pub target: Target,
    /// What the inputs are made from.
    pub corpus: Vec<Vec<u8>>,
    /// Which of all sequences of inputs it is.
    pub seed: u64,
    /// What the reader may take.
    pub bounds: Bounds,
}

/// An input that did harm.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its number.
    pub number: u64,
    /// What it did.
    pub trouble: Trouble,
}

/// What came of many inputs.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// How many there were.
    pub inputs: u64,
    /// How many of them the reader could make something of: the others it refused at once.
    pub understood: u64,
    /// Bytes of the largest one.
    pub largest: usize,
    /// The most memory that one took, in bytes, and its number.
    pub memory: (usize, u64),
    /// The longest time that one took, and its number.
    pub time: (Duration, u64),
    /// Those that did harm.
    pub findings: Vec<Finding>,
}

impl Tally {
    /// Adds what came of others.
    pub fn add(&mut self, other: Self) {
        self.inputs += other.inputs;
        self.understood += other.understood;
        self.largest = self.largest.max(other.largest);
        self.memory = self.memory.max(other.memory);
        self.time = self.time.max(other.time);
        self.findings.extend(other.findings);
    }
}

impl Campaign {
    /// A campaign from the corpus as it lies here.
    #[must_use]
    pub fn new(target: Target, corpus: Vec<Vec<u8>>, seed: u64) -> Self {
        Self { target, corpus, seed, bounds: Bounds::default() }
    }

    /// The input of this number.
    #[must_use]
    pub fn input(&self, number: u64) -> Vec<u8> {
        let name = self.target.name.bytes().fold(0u64, |sum, byte| sum * 31 + u64::from(byte));
        // An odd factor keeps neighbouring numbers far apart.
        let mixed = (self.seed ^ name).wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut rng = Rng::with_seed(mixed);
        // The corpus itself comes first, as it is.
        if let Some(seed) = usize::try_from(number).ok().and_then(|at| self.corpus.get(at)) {
            return seed.clone();
        }
        Mutation { corpus: &self.corpus, tokens: self.target.tokens, shape: self.target.shape }
            .input(&mut rng)
    }

    /// Lets the target read inputs by their numbers. `watch` hears of each number before it is read. Where there is no
    /// room for files, the inputs that follow are not read: nothing could be said about them.
    #[must_use]
    pub fn run(&self, numbers: Range<u64>, mut watch: impl FnMut(u64)) -> Tally {
        let mut tally = Tally::default();
        for number in numbers {
            watch(number);
            let input = self.input(number);
            let measured = measure(self.target.read, &input, &self.bounds);
            if let Some(trouble @ Trouble::NoRoom { .. }) = measured.trouble {
                tally.findings.push(Finding { number, trouble });
                break;
            }
            tally.add(Tally {
                inputs: 1,
                understood: u64::from(measured.is_understood),
                largest: input.len(),
                memory: (measured.memory, number),
                time: (measured.time, number),
                findings: measured
                    .trouble
                    .map(|trouble| Finding { number, trouble })
                    .into_iter()
                    .collect(),
            });
        }
        tally
    }
}
