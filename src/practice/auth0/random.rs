//! Identifiers in the forms that Auth0 gives them, repeatable for a seed.

use std::sync::Mutex;
use std::sync::PoisonError;

use crate::practice::people::Dice;

/// The first Client Secret of an application: the same for the same Client ID, so that it needs no file to be there again.
pub(crate) fn secret_of(seed: u64, client_id: &str) -> String {
    // FNV-1a: it only has to tell Client IDs apart.
    let number = client_id
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
    let mut dice = Dice::new(seed ^ number, 0, 0x0A19);
    let letters: String = (0..55).map(|_| char::from(*dice.pick(LETTERS))).collect();
    format!("practice_{letters}")
}

/// Makes identifiers; two tenants of one seed make the same ones in the same order.
#[derive(Debug)]
pub(crate) struct Random(Mutex<Dice>);

const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(Dice::new(seed, 0, 0x0A17)))
    }

    /// Goes on from another place: what was made in an earlier run must not be made again.
    pub(crate) fn skip_to(&self, run: u64) {
        let mut dice = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let seed = dice.next();
        *dice = Dice::new(seed ^ run, run, 0x0A18);
    }

    /// Letters and digits.
    pub(crate) fn alphanumeric(&self, length: usize) -> String {
        let mut dice = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (0..length)
            .map(|_| char::from(*dice.pick(LETTERS)))
            .collect()
    }

    /// 24 hexadecimal digits, as in the id of a database user.
    pub(crate) fn object_id(&self) -> String {
        let mut dice = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        format!("7{:07x}{:016x}", dice.next() & 0x0FFF_FFFF, dice.next())
    }

    /// A version 4 UUID, as in the id of an action.
    pub(crate) fn uuid(&self) -> String {
        let mut dice = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (a, b) = (dice.next(), dice.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
            a >> 32,
            (a >> 16) & 0xFFFF,
            a & 0xFFF,
            b >> 52,
            b & 0xFFFF_FFFF_FFFF
        )
    }
}
