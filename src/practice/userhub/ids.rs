//! UserHub's own ids of people, `usr_` and 14 base-62 characters, made from a running number.
//!
//! The number can be read back from the id, so that a million people need no index of their ids.

/// The number of different texts of seven base-62 characters: 62^7.
const HALF: u64 = 3_521_614_606_208;
/// Spreads the running numbers over the first half; it shares no factor with 62.
const SPREAD: u64 = 2_654_435_761;
/// The inverse of `SPREAD` modulo `HALF`.
const GATHER: u64 = 532_485_348_817;
/// Makes the second half, by which a mistyped id is found out.
const CHECK: u64 = 3_236_067_979;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The id of the person with this running number.
pub(super) fn user_id(number: i64) -> String {
    format!("usr_{}", code(number))
}

/// The 14 characters that stand for a running number, also used for a person's id at Stripe.
pub(super) fn code(number: i64) -> String {
    let number = number.unsigned_abs();
    let mut text = String::with_capacity(14);
    push_half(&mut text, times(number, SPREAD));
    push_half(&mut text, times(number + 1, CHECK));
    text
}

/// The running number that an id was made from; `None` for a text that is no id of ours.
pub(super) fn number_of(id: &str) -> Option<i64> {
    let code = id.strip_prefix("usr_")?;
    let spread = code.get(..7)?.bytes().try_fold(0, |sum, byte| {
        let digit = DIGITS.iter().position(|d| *d == byte)?;
        Some(sum * 62 + u64::try_from(digit).ok()?)
    })?;
    let number = i64::try_from(times(spread, GATHER)).ok()?;
    (user_id(number) == id).then_some(number)
}

fn times(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b) % u128::from(HALF);
    u64::try_from(product).unwrap_or_default()
}

fn push_half(text: &mut String, mut value: u64) {
    let mut digits = [b'0'; 7];
    for digit in digits.iter_mut().rev() {
        *digit = usize::try_from(value % 62).map_or(b'0', |i| DIGITS[i]);
        value /= 62;
    }
    text.extend(digits.map(char::from));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_back_from_its_id() {
        for number in [1, 2, 61, 62, 63, 1_000_000, 3_000_000_000] {
            let id = user_id(number);
            assert_eq!(id.len(), "usr_MKFxzgJaAH8JQ4".len(), "{id}");
            assert_eq!(number_of(&id), Some(number), "{id}");
        }
    }

    #[test]
    fn a_mistyped_id_is_nobody() {
        let id = user_id(7);
        let mistyped = format!("{}{}", &id[..17], if id.ends_with('a') { 'b' } else { 'a' });
        assert_eq!(number_of(&mistyped), None);
        assert_eq!(number_of("usr_MKFxzgJaAH8JQ4"), None);
        assert_eq!(number_of("usr_é"), None);
        assert_eq!(number_of("auth0|1"), None);
    }
}
