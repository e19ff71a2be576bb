"""Invents people for the bench of probable duplicates: `link_people.py ROWS SEED OUT.csv`.

Households share surname, street and city; some children bear a parent's name, some are twins. About one person in ten stands
there twice or more: misspelt, moved, with names in each other's field, shortened, a date typed wrongly, a field missing. Names
are made of syllables, with frequencies as real names have them. The column `person` is the truth. It knows nothing of how
tizim links.
"""

import csv
import random
import sys
from itertools import accumulate

ONSETS = "b br c ch d dr f fr g gl h j k kr l m n p pr r s sh st t tr v w z".split()
VOWELS = "a e i o u ai ea ie ou".split()
ENDS = ["", "n", "r", "s", "l", "t", "nd", "ck", "m"]


def names(dice, count, syllables, steepness):
    """So many names, with weights that fall as those of names do."""
    found = {}
    while len(found) < count:
        name = "".join(dice.choice(ONSETS) + dice.choice(VOWELS) for _ in range(dice.choice(syllables))) + dice.choice(ENDS)
        found[name.capitalize()] = None
    return list(found), list(accumulate((rank + 3) ** -steepness for rank in range(count)))


def mistyped(dice, text):
    """One slip: a letter changed, left out, doubled, or swapped with the next."""
    if len(text) < 3:
        return text
    place = dice.randrange(1, len(text))
    slip = dice.random()
    if slip < 0.3:
        return text[:place] + dice.choice("abcdefghijklmnopqrstuvwxyz") + text[place + 1 :]
    if slip < 0.55:
        return text[:place] + text[place + 1 :]
    if slip < 0.75:
        return text[:place] + text[place - 1].lower() + text[place:]
    return text[: place - 1] + text[place].upper() + text[place - 1].lower() + text[place + 1 :] if place == 1 else (
        text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]
    )


def date_mistyped(dice, date):
    year, month, day = date.split("-")
    slip = dice.random()
    if slip < 0.3 and int(day) <= 12:
        return f"{year}-{day}-{month}"
    if slip < 0.6:
        return f"{year}-{month}-{dice.randint(1, 28):02}"
    if slip < 0.8:
        return f"{int(year) + dice.choice([-1, 1, 10, -10])}-{month}-{day}"
    return f"{year}-{dice.randint(1, 12):02}-{day}"


def damaged(dice, person, streets, cities):
    """The same person once more."""
    given, surname, date, street, city, who = person
    if dice.random() < 0.22:
        street, city = address(dice, streets, cities, city if dice.random() < 0.6 else None)
    if dice.random() < 0.15:
        given = mistyped(dice, given)
    elif dice.random() < 0.04:
        given = given[: dice.choice([1, 3, 4])]
    if dice.random() < 0.15:
        surname = mistyped(dice, surname)
    elif dice.random() < 0.03:
        surname = dice.choice(SURNAMES[0])
    if dice.random() < 0.08:
        date = date_mistyped(dice, date)
    if dice.random() < 0.05:
        street = mistyped(dice, street)
    if dice.random() < 0.02:
        given, surname = surname, given
    fields = [given, surname, date, street, city]
    return [("" if dice.random() < 0.03 else field) for field in fields] + [who]


def address(dice, streets, cities, city=None):
    city = city or dice.choices(cities[0], cum_weights=cities[1])[0]
    return f"{dice.choice(streets)} {dice.choice(['St', 'Rd', 'Ave'])} {dice.randint(1, 180)}", city


SURNAMES = None


def people(dice, rows):
    global SURNAMES
    given_names, surnames = names(dice, 1500, [1, 2, 2, 3], 0.95), names(dice, 40000, [2, 2, 3], 0.75)
    SURNAMES = surnames
    cities, streets = names(dice, 120, [2, 3], 0.9), names(dice, 2500, [2, 3], 0.5)[0]
    draw = lambda pool: dice.choices(pool[0], cum_weights=pool[1])[0]
    who = made = 0
    while made < rows:
        surname, (street, city) = draw(surnames), address(dice, streets, cities)
        household = []
        for member in range(dice.choices([1, 2, 3, 4, 5], [30, 30, 18, 14, 8])[0]):
            year = dice.randint(1935, 1978) if member < 2 else dice.randint(1979, 2005)
            date = f"{year}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
            given = draw(given_names)
            if member >= 2 and dice.random() < 0.03:
                given = household[0][0]
            if member >= 3 and dice.random() < 0.05:
                date = household[-1][2]
            own = surname if member != 1 or dice.random() < 0.8 else draw(surnames)
            household.append([given, own, date, street, city, who])
            who += 1
        for person in household:
            yield person
            made += 1
            while dice.random() < 0.105:
                yield damaged(dice, person, streets, cities)
                made += 1


def main(rows, seed, out):
    dice = random.Random(int(seed))
    found = list(people(dice, int(rows)))[: int(rows)]
    dice.shuffle(found)
    with open(out, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["unique_id", "given_name", "surname", "birth_date", "street", "city", "person"])
        writer.writerows([number, *person] for number, person in enumerate(found))


main(*sys.argv[1:])
