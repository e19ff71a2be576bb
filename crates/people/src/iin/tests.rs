use proptest::prelude::*;

use super::*;

fn sexes() -> [(u8, Century); 6] {
    let century = |century, sex| Century { century, sex };
    [
        (1, century(1800, Sex::Male)),
        (3, century(1900, Sex::Male)),
        (4, century(1900, Sex::Female)),
        (5, century(2000, Sex::Male)),
        (6, century(2000, Sex::Female)),
        (0, century(2000, Sex::Female)),
    ]
}

/// The same law, read digit by digit.
fn naive() -> IinRules {
    IinRules { form: Form::Other(Box::new(Scheme::twelve())), ..IinRules::new(sexes()) }
}

proptest! {
    #[test]
    fn twelve_digits_at_once_are_twelve_one_by_one(
        text in "[0-9]{0,2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])[013-7][0-9]{5}|[0-9?]{8,13}|[0-9 -]{12,15}",
        last in prop::option::of(0_u8..10),
    ) {
        let fast = IinRules::new(sexes());
        let mut text = text.into_bytes();
        if let (Some(last), Some(place)) = (last, text.last_mut()) {
            *place = last + b'0';
        }
        // Most random numbers fail at the check digit: let half of them pass it.
        if let Ok(first) = <[u8; 11]>::try_from(&text[..text.len().min(11)])
            && text.len() == 12
            && text.iter().all(u8::is_ascii_digit)
            && last.is_some_and(|last| last % 2 == 0)
            && let Some(check) = check_digit(&first.map(|byte| byte - b'0'))
        {
            text[11] = check + b'0';
        }
        prop_assert_eq!(Iin::parse(&text, &fast), Iin::parse(&text, &naive()));
        let partial = PartialIin::parse(&text, &fast);
        prop_assert_eq!(partial, PartialIin::parse(&text, &naive()));
        if let (Ok(partial), Ok(whole)) = (partial, Iin::parse(&text, &fast)) {
            prop_assert_eq!(fast.birth_date_of(&partial), Some(whole.birth_date()));
            prop_assert!(partial.could_be(whole));
        }
    }
}
