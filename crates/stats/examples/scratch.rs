#[path = "../../../tests/honest/generator.rs"]
mod generator;
use generator::*;
use tizim_stats::rates::{self, Bounds, Group, Side};
use tizim_stats::funnel::Unit as U;
use tizim_stats::{dispersion, multiple::Procedure, tails::Discrete};

fn old(units: &[Unit]) -> Vec<usize> {
    let us: Vec<U> = units.iter().map(|u| U { count: u.count, total: u.voters }).collect();
    let mut shares: Vec<f64> = us.iter().map(|u| u.count as f64 / u.total as f64).collect();
    shares.sort_unstable_by(f64::total_cmp);
    let median = shares[shares.len() / 2];
    let usual = match dispersion::robust(&us, 0.05) {
        Ok(r) if r.mean >= median / 2.0 && r.mean <= median * 2.0 + 0.001 => r,
        _ => dispersion::maximum_likelihood(&us).unwrap(),
    };
    let p: Vec<f64> = us.iter().map(|u| usual.null(u.total).unwrap().tails(u.count).ln_upper().min(0.0)).collect();
    let adj = Procedure::BenjaminiHochberg.adjust_ln(&p).unwrap();
    (0..us.len()).filter(|i| adj[*i] <= 0.01f64.ln() && us[*i].count >= 10 && us[*i].count as f64 >= 2.0 * usual.mean * us[*i].total as f64).collect()
}
fn new(units: &[Unit], side: Side, level: f64, tec: bool) -> rates::Family {
    let mut groups: std::collections::BTreeMap<usize, Vec<(usize, U)>> = Default::default();
    if tec {
        let mut sums: std::collections::BTreeMap<(usize, usize), U> = Default::default();
        for u in units { let e = sums.entry((u.region, u.tec)).or_insert(U { count: 0, total: 0 }); e.count += u.count; e.total += u.voters; }
        for (i, ((r, _), u)) in sums.into_iter().enumerate() { groups.entry(r).or_default().push((i, u)); }
    } else {
        for (i, u) in units.iter().enumerate() { groups.entry(u.region).or_default().push((i, U { count: u.count, total: u.voters })); }
    }
    let groups: Vec<Group> = groups.into_values().map(|units| Group { kind: String::new(), units }).collect();
    let bounds = if side == Side::Upper { Bounds { false_alarm_rate: level, side, least_ratio: 2.0, least_difference: 5.0, least_count: 10 } } else { Bounds { false_alarm_rate: level, side, least_ratio: 2.0, least_difference: 5.0, least_count: 0 } };
    rates::judge(&groups, &bounds, &|| false).unwrap()
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let n: u64 = args[2].parse().unwrap();
    let what = args[1].as_str();
    if what == "power" {
        let regions: usize = args[3].parse().unwrap();
        for multiple in [5.0, 8.0, 15.0] {
            let (mut o, mut w, mut w5) = (0, 0, 0);
            for seed in 0..n {
                let mut nat = nation(Nature::BetaBinomial, 10_000 + seed, 2000, regions, 0.01);
                let mut random = Random::new(77 + seed);
                let one = &mut nat[1000];
                one.voters = one.voters.max(1000);
                one.count = random.binomial(one.voters, multiple * 0.01);
                o += usize::from(old(&nat).contains(&1000));
                w += usize::from(new(&nat, Side::Upper, 0.01, false).named().any(|j| j.unit == 1000));
                w5 += usize::from(new(&nat, Side::Upper, 0.05, false).named().any(|j| j.unit == 1000));
            }
            println!("power {multiple}: old {o} new {w} new at .05 {w5} of {n}");
        }
    } else {
        for nature in Nature::HONEST {
            let (mut o, mut a, mut b, mut c, mut t) = (0, 0, 0, 0, 0);
            for seed in 0..n {
                let nat = nation(nature, seed, 2000, 20, 0.01);
                if what == "all" { o += usize::from(!old(&nat).is_empty()); }
                a += usize::from(new(&nat, Side::Upper, 0.01, false).named().next().is_some());
                b += usize::from(new(&nat, Side::Upper, 0.05, false).named().next().is_some());
                let nat = nation(nature, seed, 2000, 20, 0.003);
                c += usize::from(new(&nat, Side::Both, 0.05, false).named().next().is_some());
                t += usize::from(new(&nat, Side::Both, 0.05, true).named().next().is_some());
            }
            println!("{nature:?}: old {o}, new .01 {a}, new .05 {b}, both .05 {c}, tec both .05 {t} of {n}");
        }
    }
}
