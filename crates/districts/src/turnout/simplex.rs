//! A small simplex method in floating point: it only proposes multipliers, from which [`super::certificate`] makes
//! bounds in whole numbers. So nothing that is reported rests on its rounding.
//!
//! Two phases on a dense tableau (Dantzig 1951), largest coefficient first and, after many steps, Bland's rule (1977).

/// Rows `a v <= b`, or `a v = b`, of a maximum over `v >= 0`.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) coefficients: Vec<f64>,
    pub(super) right: f64,
    pub(super) equal: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Solved {
    /// Multipliers of the rows at the maximum.
    Optimal(Vec<f64>),
    /// Multipliers of rows that contradict each other.
    Infeasible(Vec<f64>),
    /// The steps ran out.
    Unsettled,
}

const TINY: f64 = 1e-9;
const MOST_STEPS: usize = 5000;
/// Steps after which Bland's rule guards against circling.
const PATIENCE: usize = 1000;

struct Tableau {
    /// Rows with their right side last.
    rows: Vec<Vec<f64>>,
    basis: Vec<usize>,
    /// Number of variables; then a slack and an artificial variable for each row.
    variables: usize,
    signs: Vec<f64>,
}

/// Maximises `costs v`.
pub(super) fn maximise(costs: &[f64], rows: &[Row]) -> Solved {
    let mut tableau = Tableau::of(costs.len(), rows);
    let (count, width) = (rows.len(), tableau.width());
    let mut first = vec![0.0; width];
    for place in 0..count {
        first[tableau.artificial(place)] = -1.0;
    }
    let limit = tableau.artificial(0);
    let Some(reduced) = tableau.run(&first, limit) else { return Solved::Unsettled };
    let artificials: f64 = (0..count)
        .filter(|&row| tableau.basis[row] >= tableau.artificial(0))
        .map(|row| tableau.rows[row][width - 1])
        .sum();
    if artificials > 1e-7 {
        return Solved::Infeasible(tableau.multipliers(&reduced, -1.0, rows));
    }
    let mut second = costs.to_vec();
    second.resize(width, 0.0);
    let Some(reduced) = tableau.run(&second, limit) else { return Solved::Unsettled };
    Solved::Optimal(tableau.multipliers(&reduced, 0.0, rows))
}

impl Tableau {
    fn of(variables: usize, rows: &[Row]) -> Self {
        let count = rows.len();
        let width = variables + 2 * count + 1;
        let signs: Vec<f64> = rows.iter().map(|row| if row.right < 0.0 { -1.0 } else { 1.0 }).collect();
        let mut tableau = Self { rows: Vec::new(), basis: Vec::new(), variables, signs };
        for (place, row) in rows.iter().enumerate() {
            let sign = tableau.signs[place];
            let mut line: Vec<f64> = row.coefficients.iter().map(|value| value * sign).collect();
            line.resize(width, 0.0);
            if !row.equal {
                line[variables + place] = sign;
            }
            let artificial = variables + count + place;
            line[artificial] = 1.0;
            line[width - 1] = row.right * sign;
            tableau.rows.push(line);
            let own = if row.equal || sign < 0.0 { artificial } else { variables + place };
            tableau.basis.push(own);
        }
        tableau
    }

    fn width(&self) -> usize {
        self.variables + 2 * self.rows.len() + 1
    }

    fn artificial(&self, row: usize) -> usize {
        self.variables + self.rows.len() + row
    }

    /// Goes uphill; columns from `limit` on stay out. Gives the reduced costs at the end.
    fn run(&mut self, costs: &[f64], limit: usize) -> Option<Vec<f64>> {
        let width = self.width();
        let mut reduced = costs.to_vec();
        for (row, &own) in self.rows.iter().zip(&self.basis) {
            let cost = costs[own];
            if cost != 0.0 {
                for (value, entry) in reduced.iter_mut().zip(row) {
                    *value -= cost * entry;
                }
            }
        }
        for step in 0..MOST_STEPS {
            let rising = (0..limit.min(width - 1)).filter(|&column| reduced[column] > TINY);
            let entering = if step < PATIENCE {
                rising.max_by(|&a, &b| reduced[a].total_cmp(&reduced[b]))
            } else {
                rising.min()
            };
            let Some(entering) = entering else { return Some(reduced) };
            let ratio = |row: &usize| self.rows[*row][width - 1] / self.rows[*row][entering];
            let leaving = (0..self.rows.len())
                .filter(|&row| self.rows[row][entering] > TINY)
                .min_by(|a, b| ratio(a).total_cmp(&ratio(b)).then(self.basis[*a].cmp(&self.basis[*b])))?;
            self.pivot(leaving, entering, &mut reduced);
        }
        None
    }

    fn pivot(&mut self, leaving: usize, entering: usize, reduced: &mut [f64]) {
        let scale = self.rows[leaving][entering];
        for value in &mut self.rows[leaving] {
            *value /= scale;
        }
        let pivot = self.rows[leaving].clone();
        let subtract = |line: &mut [f64]| {
            let factor = line[entering];
            if factor != 0.0 {
                for (value, entry) in line.iter_mut().zip(&pivot) {
                    *value -= factor * entry;
                }
                line[entering] = 0.0;
            }
        };
        for (row, line) in self.rows.iter_mut().enumerate() {
            if row != leaving {
                subtract(line);
            }
        }
        subtract(reduced);
        self.basis[leaving] = entering;
    }

    /// The multipliers of the rows as they were given; `cost` is that of artificial variables.
    fn multipliers(&self, reduced: &[f64], cost: f64, rows: &[Row]) -> Vec<f64> {
        let one = |(place, row): (usize, &Row)| {
            if row.equal {
                self.signs[place] * (cost - reduced[self.artificial(place)])
            } else {
                -reduced[self.variables + place]
            }
        };
        rows.iter().enumerate().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(coefficients: &[f64], right: f64, equal: bool) -> Row {
        Row { coefficients: coefficients.to_vec(), right, equal }
    }

    #[test]
    fn multipliers_of_a_textbook_problem() {
        // Max 3x + 5y with x <= 4, 2y <= 12, 3x + 2y <= 18: 36, multipliers 0, 3/2, 1.
        let rows =
            [row(&[1.0, 0.0], 4.0, false), row(&[0.0, 2.0], 12.0, false), row(&[3.0, 2.0], 18.0, false)];
        let Solved::Optimal(found) = maximise(&[3.0, 5.0], &rows) else { panic!("no optimum") };
        for (found, expected) in found.iter().zip([0.0, 1.5, 1.0]) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
        // With x + y = 3 and -x <= -1 besides: x = 1, y = 2, value 13; x dearer by one costs two.
        let rows = [row(&[1.0, 1.0], 3.0, true), row(&[-1.0, 0.0], -1.0, false)];
        let Solved::Optimal(found) = maximise(&[3.0, 5.0], &rows) else { panic!("no optimum") };
        assert!((found[0] - 5.0).abs() < 1e-9 && (found[1] - 2.0).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn a_contradiction_is_shown_by_its_multipliers() {
        let rows = [row(&[1.0], 1.0, false), row(&[-1.0], -2.0, false)];
        let Solved::Infeasible(found) = maximise(&[1.0], &rows) else { panic!("not seen") };
        assert!(found[0] > 0.0 && found[1] > 0.0 && found[0] - 2.0 * found[1] < 0.0, "{found:?}");
    }
}
