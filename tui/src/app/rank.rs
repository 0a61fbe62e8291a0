//! How well a text answers to what was typed: without regard to accents, by its words, letters of one word in their order, or the
//! first letters of several.

use dondoc_shared::fold::fold;

/// How well `text` answers, the more the better; none if a word that was typed is not in it at all.
pub fn rank(typed: &str, text: &str) -> Option<usize> {
    let folded = fold(text);
    let lower = text.to_lowercase();
    typed.split_whitespace().try_fold(0, |sum, word| {
        let one = word_rank(&fold(word), &folded)?;
        // Who types accents means them.
        Some(sum + one * 2 + usize::from(lower.contains(&word.to_lowercase())))
    })
}

fn word_rank(word: &str, text: &str) -> Option<usize> {
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if words().any(|there| there == word) || text.split(' ').any(|there| there == word) {
        Some(4)
    } else if text.split(' ').chain(words()).any(|there| there.starts_with(word)) {
        Some(3)
    } else if text.contains(word) {
        Some(2)
    } else {
        let begins = |there: &str| word.chars().next().is_some_and(|first| there.starts_with(first));
        let is_spread_in = |there: &str| begins(there) && is_spread(word, there);
        let firsts: String = words().filter_map(|word| word.chars().next()).collect();
        (text.split(' ').any(is_spread_in) || (word.len() > 1 && firsts.contains(word))).then_some(1)
    }
}

/// Whether the letters of `word` stand in `there` in their order.
fn is_spread(word: &str, there: &str) -> bool {
    let mut there = there.chars();
    word.chars().all(|c| there.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_need_not_be_typed_and_count_where_they_are() {
        let title = "đôn đốc urge";
        assert!(rank("don doc", title).is_some() && rank("ĐÔN", title).is_some());
        assert!(rank("đôn", title) > rank("don", title));
        assert!(rank("đón", title).is_some(), "an input method may have put another accent");
        assert_eq!(rank("dak lak", "Tỉnh Đắk Lắk"), rank("DAK LAK", "Tỉnh Đắk Lắk"));
    }

    #[test]
    fn a_whole_word_comes_before_its_beginning_its_middle_and_its_letters() {
        let text = "go to the backlog";
        let ranks = ["backlog", "back", "klog", "bklg"].map(|typed| rank(typed, text).unwrap());
        assert!(ranks.is_sorted_by(|a, b| a > b), "{ranks:?}");
        assert!(rank("hn", "Hà Nội").is_some() && rank("gttb", text).is_some());
        for absent in ["xyz", "backlogs", "glb", "tolog", "back urge"] {
            assert_eq!(rank(absent, text), None, "{absent}");
        }
    }
}
