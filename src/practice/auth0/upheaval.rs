//! What a whole tenant may look like that it is not: another tenant in its place, or half of its people gone. Nobody is
//! deleted, no event and no log tells of it, and all of it can be taken back.

use serde_json::{Map, Value, json};

use super::object::object;
use super::tenant::Tenant;

/// How many people another tenant has.
const STRANGERS: u64 = 40;

impl Tenant {
    /// Lets half of the people be absent everywhere, as if they were deleted; how many they are.
    pub fn lose_half(&self) -> usize {
        let directory = &self.shared().directory;
        directory.set_aside(|number| number % 2 == 1)
    }

    /// Shows other people than its own, as another tenant in its place would; how many they are.
    pub fn become_another(&self) -> u64 {
        let shared = self.shared();
        shared.directory.set_aside(|_| true);
        for number in 1..=STRANGERS {
            let fields: Map<String, Value> = object(json!({
                "user_id": stranger(number),
                "name": format!("Person {number} of another tenant"),
                "email": format!("person{number}@another-tenant.example"),
                "email_verified": true,
            }));
            shared.directory.create(&fields, &shared.random);
        }
        STRANGERS
    }

    /// Takes that back: everybody is there as they were, and nobody of another tenant.
    pub fn become_itself(&self) {
        let directory = &self.shared().directory;
        for number in 1..=STRANGERS {
            directory.delete(&stranger(number));
        }
        directory.put_back();
    }
}

fn stranger(number: u64) -> String {
    format!("auth0|another{number:017}")
}
