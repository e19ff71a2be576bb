//! How official the figures are that a verdict rests on: the grade of the weakest, and whether the verdict would hold
//! without the allowance for figures of another day.

use crate::Grade;
use crate::judge::assess::Assessment;
use crate::measure::exact::Limit;

impl Assessment<'_> {
    /// The weakest grade of all figures that enter the bounds; `None` where none is stated.
    pub(crate) fn weakest_grade(&self) -> Option<Grade> {
        let units = self.units.iter().filter(|unit| unit.range().is_some()).map(|unit| unit.grade);
        let regions = self.known_totals.iter().map(|known| known.grade);
        Grade::weakest(units.chain(regions).chain([self.grade_of_facts]))
    }

    /// The grade of the weakest figure behind the verdict that a unit is outside this limit on the quota of the whole:
    /// its own and the whole's where these two decide it, else the weakest of all.
    pub(crate) fn grade_outside(&self, unit: usize, limit: f64) -> Option<Grade> {
        let own = self.units[unit].range().zip(self.stated_total);
        let decided = own.is_some_and(|((low, high), total)| {
            let (limit, seats) = (Limit::of(limit), self.seats());
            let own = u64::from(self.system.seats[unit]);
            low > limit.most(own, total.high, seats) || high < limit.fewest(own, total.low, seats)
        });
        if decided {
            Grade::weakest([self.units[unit].grade, self.grade_of_facts])
        } else {
            self.weakest_grade()
        }
    }

    /// Whether a unit is outside this limit at the very figures stated, whatever drift they are allowed.
    pub(crate) fn outside_as_stated(&self, unit: usize, limit: f64) -> bool {
        self.central_deviation(unit).is_some_and(|deviation| deviation.abs() > limit)
    }
}
