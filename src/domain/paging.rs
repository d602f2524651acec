//! When a list that is followed by tokens comes to its end, and when it only goes round.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher as _};

/// How many pages without anybody may follow each other. An empty page that names a next one is no end (contract
/// userhub-api 3.1), but a service that has only such pages to give has no list.
const MOST_EMPTY: u32 = 100;
/// How many pages a list may have: ten times what a million people need.
const MOST_PAGES: usize = 100_000;

/// What follows a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing: it was the last.
    End,
    /// Another page.
    Page,
    /// Pages that were there before, or pages for ever: the list has no end of its own.
    Round,
}

/// The pages of one list, as far as they tell whether it goes round: eight bytes for each page and each token.
#[derive(Clone, Debug, Default)]
pub struct Paging {
    tokens: HashSet<u64>,
    pages: HashSet<u64>,
    count: usize,
    empty: u32,
}

impl Paging {
    /// Notes a page with these ids and the token of the next one.
    pub fn page<'a>(&mut self, ids: impl IntoIterator<Item = &'a str>, next: Option<&str>) -> Next {
        let Some(token) = next else {
            return Next::End;
        };
        let ids: Vec<&str> = ids.into_iter().collect();
        self.count += 1;
        self.empty = if ids.is_empty() { self.empty + 1 } else { 0 };
        let is_known = !ids.is_empty() && !self.pages.insert(hash(&ids));
        if is_known
            || !self.tokens.insert(hash(&token))
            || self.empty > MOST_EMPTY
            || self.count >= MOST_PAGES
        {
            return Next::Round;
        }
        Next::Page
    }
}

fn hash(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_ends_where_no_page_follows_however_short_or_empty_its_pages_are() {
        let mut paging = Paging::default();
        assert_eq!(paging.page(["a", "b"], Some("1")), Next::Page);
        assert_eq!(paging.page(["c"], Some("2")), Next::Page);
        assert_eq!(paging.page([], Some("3")), Next::Page);
        assert_eq!(paging.page([], Some("4")), Next::Page);
        assert_eq!(paging.page(["a", "b"], None), Next::End);
    }

    #[test]
    fn a_token_that_was_there_before_leads_round() {
        let mut paging = Paging::default();
        assert_eq!(paging.page(["a"], Some("A")), Next::Page);
        assert_eq!(paging.page(["b"], Some("B")), Next::Page);
        assert_eq!(paging.page(["c"], Some("A")), Next::Round);
    }

    #[test]
    fn a_page_that_was_there_before_leads_round_whatever_its_token_is() {
        let mut paging = Paging::default();
        assert_eq!(paging.page(["a", "b"], Some("1")), Next::Page);
        assert_eq!(paging.page(["b", "c"], Some("2")), Next::Page);
        assert_eq!(paging.page(["a", "b"], Some("3")), Next::Round);
    }

    #[test]
    fn empty_pages_and_pages_in_all_are_bounded() {
        let rounds = |of: &dyn Fn(usize) -> Vec<String>| {
            let mut paging = Paging::default();
            (0..2 * MOST_PAGES).position(|number| {
                let ids = of(number);
                let ids = ids.iter().map(String::as_str);
                paging.page(ids, Some(&number.to_string())) == Next::Round
            })
        };
        assert_eq!(rounds(&|_| Vec::new()), Some(MOST_EMPTY as usize));
        assert_eq!(
            rounds(&|number| vec![number.to_string()]),
            Some(MOST_PAGES - 1)
        );
    }
}
