"""Reference values for the tests of this crate, computed apart from it.

Needs mpmath 1.3, scipy 1.17, numpy 2.4. Run here: python3 make_reference.py (about five minutes).

Tails: sums of masses, term by term, with exact integer ratios of neighbouring masses in fixed point of 400 bits and
one mass from mpmath at 60 digits; no incomplete beta or gamma function, no double-double. Normal, chi-square and beta:
mpmath's own functions. Intervals: scipy for Clopper-Pearson and Wilson, root finding on scipy's tails for mid-p, sums
in mpmath for Poisson. Two-sided p-values: scipy's binomtest. Fits: scipy's optimiser on its own likelihood.
"""

import csv
import random

import mpmath as mp
import numpy as np
import scipy.stats as st
from scipy.optimize import brentq, minimize
from scipy.special import betaln

mp.mp.dps = 60
BITS = 400


def fixed_sum(ratio, start, end, step):
    """1 + r + r r' + ... from start towards end; ratio(k) is a pair of integers."""
    one = 1 << BITS
    term, total, at = one, one, start
    while at != end:
        above, below = ratio(at)
        term = term * above // below
        total += term
        at += step
        if term == 0 or (abs(end - at) * term << 200) < total and above < below:
            break
    return mp.mpf(total) / one


def tail_pair(ln_mass, up, down, low, high, mode, k):
    """ln P(X <= k) and ln P(X > k): both summed directly where cheap, the far side from the mode."""

    def summed(first, last):
        if first > last:
            return mp.mpf(0)
        if last <= mode:
            return mp.exp(ln_mass(last)) * fixed_sum(down, last, first, -1)
        if first >= mode:
            return mp.exp(ln_mass(first)) * fixed_sum(up, first, last, 1)
        return summed(first, mode) + summed(mode + 1, last)

    if k < mode:
        lower = summed(low, k)
        upper = 1 - lower if lower < mp.mpf("0.999999") else summed(k + 1, high)
    else:
        upper = summed(k + 1, high)
        lower = 1 - upper if upper < mp.mpf("0.999999") else summed(low, k)
    return mp.exp(ln_mass(k)), lower, upper


def log10(x):
    return mp.nstr(mp.log10(x), 30) if x > 0 else "-inf"


def digits(x):
    return mp.nstr(x, 25)


def spread(n, mean, sd, count):
    picks = {0, n, round(mean)}
    for z in (-40, -8, -3, -1, 1, 3, 8, 40):
        picks.add(round(mean + z * sd))
    while len(picks) < count + 4:
        picks.add(random.randint(0, n))
        if n < count + 4:
            break
    picks = sorted(k for k in picks if 0 <= k <= n)
    return random.sample(picks, min(count, len(picks)))


def write(name, header, rows):
    with open(name, "w", newline="") as file:
        file.write("# Made by make_reference.py; how each value was computed stands there.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(name, len(rows))


TAILS = ["log10_pmf", "log10_cdf", "log10_sf", "cdf", "sf"]


def answers(triple):
    mass, lower, upper = triple
    return [log10(mass), log10(lower), log10(upper), digits(lower), digits(upper)]


def binomial():
    rows = []
    for n in (1, 2, 7, 30, 255, 256, 1234, 38000, 172543, 1000003, 12032550):
        for p in ("1e-12", "1e-9", "1e-6", "0.0001", "0.003", "0.01", "0.3", "0.5", "0.61", "0.99", "0.999999", "0.999999999"):
            share = mp.mpf(p)
            text = share
            exponent = mp.mpf(10) ** 12
            success = int(mp.nint(share * exponent))
            failure = 10**12 - success
            mean, sd = float(n * share), float(mp.sqrt(n * share * (1 - share)))
            mode = min(n, int(mp.floor((n + 1) * share)))
            ln_p, ln_q = mp.log(text), mp.log(1 - text)

            def ln_mass(k):
                return mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1) + k * ln_p + (n - k) * ln_q

            for k in spread(n, mean, sd, 5 if n > 200000 else 4):
                up = lambda j: ((n - j) * success, (j + 1) * failure)
                down = lambda j: (j * failure, (n - j + 1) * success)
                rows.append([n, p, k, *answers(tail_pair(ln_mass, up, down, 0, n, mode, k))])
    # A tail of 1e-100000, and one of 1e-3622160.
    for n, p, k in ((12032550, "0.5", 7000000), (12032550, "0.02", 1000000), (12032550, "0.5", 0)):
        share = mp.mpf(p)
        mode = int((n + 1) * share)
        ln_mass = lambda k: mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1) + k * mp.log(share) + (n - k) * mp.log(1 - share)
        success = int(mp.nint(share * 1000))
        failure = 1000 - success
        up = lambda j: ((n - j) * success, (j + 1) * failure)
        down = lambda j: (j * failure, (n - j + 1) * success)
        rows.append([n, p, k, *answers(tail_pair(ln_mass, up, down, 0, n, mode, k))])
    write("reference_binomial.csv", ["n", "p", "k", *TAILS], rows)


def poisson():
    rows = []
    for mean in ("1e-9", "0.001", "0.7", "1", "4", "33.3", "1250", "35951.5", "1000000", "12000000"):
        lam = mp.mpf(mean)
        scaled = int(mp.nint(lam * 10**12))
        sd = float(mp.sqrt(lam))
        for k in spread(int(float(lam) + 60 * sd + 30), float(lam), sd, 6):
            ln_mass = lambda j: j * mp.log(lam) - lam - mp.loggamma(j + 1)
            up = lambda j: (scaled, (j + 1) * 10**12)
            down = lambda j: (j * 10**12, scaled)
            top = int(float(lam) + 200 * sd + 400) + 2 * k
            rows.append([mean, k, *answers(tail_pair(ln_mass, up, down, 0, top, int(lam), k))])
    write("reference_poisson.csv", ["mean", "k", *TAILS], rows)


def hypergeometric():
    rows = []
    for size, marked, draws in ((8, 4, 4), (50, 5, 10), (1000, 999, 500), (20000, 120, 9000), (172543, 1700, 40000), (11947995, 35951, 119480), (12032550, 6000000, 5000000), (12032550, 12000000, 12032000)):
        low, high = max(0, marked + draws - size), min(marked, draws)
        mean = marked * draws / size
        sd = (mean * (1 - marked / size) * (size - draws) / max(1, size - 1)) ** 0.5
        mode = min(max((draws + 1) * (marked + 1) // (size + 2), low), high)
        for k in spread(high, mean, sd, 7):
            if k < low:
                continue
            lg = lambda x: mp.loggamma(x + 1)
            ln_mass = lambda j: (lg(marked) - lg(j) - lg(marked - j)) + (lg(size - marked) - lg(draws - j) - lg(size - marked - draws + j)) - (lg(size) - lg(draws) - lg(size - draws))
            up = lambda j: ((marked - j) * (draws - j), (j + 1) * (size - marked - draws + j + 1))
            down = lambda j: (j * (size - marked - draws + j), (marked - j + 1) * (draws - j + 1))
            rows.append([size, marked, draws, k, *answers(tail_pair(ln_mass, up, down, low, high, mode, k))])
    write("reference_hypergeometric.csv", ["population", "marked", "draws", "k", *TAILS], rows)


def beta_binomial():
    rows = []
    shapes = (("0.001", "0.001"), ("0.001", "5"), ("0.8", "300"), ("2", "5"), ("0.5", "0.5"), ("1", "1"), ("3", "0.25"), ("40", "9960"), ("1e6", "1e9"), ("1e9", "1e9"), ("1e9", "0.001"))
    for n in (1, 20, 1500, 60000, 12032550):
        for a_text, b_text in shapes:
            a, b = mp.mpf(a_text), mp.mpf(b_text)
            broad = float(a + b) < 1000
            if n > 1000000 and broad:
                continue
            unit = 1000
            ia, ib = int(mp.nint(a * unit)), int(mp.nint(b * unit))
            mean = float(n * a / (a + b))
            sd = float(mp.sqrt(n * a * b * (a + b + n) / ((a + b) ** 2 * (a + b + 1))))
            lb = lambda x, y: mp.loggamma(x) + mp.loggamma(y) - mp.loggamma(x + y)
            front = mp.loggamma(n + 1) - lb(a, b)
            ln_mass = lambda j: front - mp.loggamma(j + 1) - mp.loggamma(n - j + 1) + lb(a + j, b + n - j)
            up = lambda j: ((n - j) * (ia + j * unit), (j + 1) * (ib + (n - j - 1) * unit))
            down = lambda j: (j * (ib + (n - j) * unit), (n - j + 1) * (ia + (j - 1) * unit))
            for k in spread(n, mean, min(sd, n / 3), 5):
                if n <= 60000:
                    # Every mass, no shortcut.
                    one = 1 << BITS
                    masses, term = [one], one
                    for j in range(n):
                        above, below = up(j)
                        term = term * above // below
                        masses.append(term)
                    if min(masses) == 0 or max(masses).bit_length() > 4 * BITS:
                        mode = max(range(n + 1), key=lambda j: masses[j])
                        triple = tail_pair(ln_mass, up, down, 0, n, mode, k)
                    else:
                        whole = sum(masses)
                        triple = tuple(mp.mpf(x) / whole for x in (masses[k], sum(masses[: k + 1]), sum(masses[k + 1 :])))
                else:
                    mode = min(n, max(0, int((n * (a - 1) - (b - 1)) / (a + b - 2)) + 1))
                    triple = tail_pair(ln_mass, up, down, 0, n, mode, k)
                rows.append([n, a_text, b_text, k, *answers(triple)])
    write("reference_beta_binomial.csv", ["n", "a", "b", "k", *TAILS], rows)


def continuous():
    rows = []
    for z in ("-30", "-8.5", "-3", "-1", "-0.001", "0", "1e-9", "0.5", "1.96", "5.999", "6", "6.5", "10", "37.5", "60", "1000"):
        upper = mp.ncdf(-mp.mpf(z)) if abs(float(z)) < 500 else mp.erfc(mp.mpf(z) / mp.sqrt(2)) / 2
        rows.append(["normal", z, "", "", log10(upper), digits(upper)])
    for df in ("0.5", "1", "2", "7", "59", "1000", "100000"):
        for scale in ("0.01", "0.5", "0.98", "1", "1.02", "1.5", "4", "40"):
            x = mp.mpf(df) * mp.mpf(scale)
            upper = mp.gammainc(mp.mpf(df) / 2, x / 2, mp.inf, regularized=True)
            rows.append(["chi_square", mp.nstr(x, 20), df, "", log10(upper), digits(upper)])
    for a, b in (("0.5", "0.5"), ("1", "3"), ("7.5", "2.25"), ("300", "40000"), ("2000", "2000")):
        for x in ("1e-6", "0.0075", "0.1", "0.5", "0.9", "0.999"):
            mp.mp.dps = 120
            lower = mp.betainc(mp.mpf(a), mp.mpf(b), 0, mp.mpf(x), regularized=True)
            upper = mp.betainc(mp.mpf(a), mp.mpf(b), mp.mpf(x), 1, regularized=True)
            mp.mp.dps = 60
            if lower > 0 and upper > 0:
                rows.append(["beta", x, a, b, log10(upper), digits(upper)])
    write("reference_continuous.csv", ["kind", "x", "a", "b", "log10_upper", "upper"], rows)


def garwood(k, left_out):
    """Exact limits of a Poisson mean, from sums in mpmath.

    Not scipy's chi2.ppf: scipy 1.17.1 gives gammainc(5973997, 5962048.615723057) = 4.9437e-07, where the sum is
    4.99999999995514e-07, so that its limit is off in the seventh digit.
    """
    goal = mp.log(left_out / 2)

    def tail(ln_mean, upwards):
        mean = mp.exp(ln_mean)
        term = total = mp.exp(k * ln_mean - mean - mp.loggamma(k + 1))
        at = k
        while (upwards or at > 0) and term > total * mp.mpf(10) ** -25:
            if upwards:
                at += 1
                term *= mean / at
            else:
                term *= at / mean
                at -= 1
            total += term
        return mp.log(total) - goal

    def limit(upwards):
        z = st.norm.isf(float(left_out) / 2)
        centre = k + 1.0 if not upwards else float(k)
        guess = centre * (1 - 1 / (9 * centre) + (-z if upwards else z) / (3 * centre**0.5)) ** 3
        guess = mp.log(max(guess, 1e-7))
        with mp.workdps(30):
            return mp.exp(mp.findroot(lambda u: tail(u, upwards), (guess, guess + 1e-6), tol=1e-30))

    return [limit(True) if k else 0.0, limit(False)]


def intervals():
    rows = []
    for n in (1, 2, 10, 97, 1500, 38000, 172543, 11947995):
        for k in sorted({0, 1, n // 300, n // 2, (9 * n) // 10, n - 1, n}):
            for level in (0.8, 0.95, 0.998, 0.999999):
                test = st.binomtest(k, n)
                exact = [st.beta.ppf((1 - level) / 2, k, n - k + 1) if k else 0.0, st.beta.isf((1 - level) / 2, k + 1, n - k) if k < n else 1.0]
                wilson = test.proportion_ci(level, method="wilson")
                alpha = (1 - level) / 2

                def mid_p(j):
                    """Limits for a share up to one half, on the log odds."""

                    def solve(tail):
                        f = lambda x: np.log(tail(1 / (1 + np.exp(-x))) + 1e-320) - np.log(alpha)
                        return 1 / (1 + np.exp(-brentq(f, -45, 30, xtol=1e-14, rtol=1e-14)))

                    low = solve(lambda p: st.binom.sf(j, n, p) + 0.5 * st.binom.pmf(j, n, p)) if j else 0.0
                    high = solve(lambda p: st.binom.cdf(j - 1, n, p) + 0.5 * st.binom.pmf(j, n, p))
                    return low, high

                mid = mid_p(k) if 2 * k <= n else [1 - x for x in mid_p(n - k)[::-1]]
                pois = garwood(k, 1 - mp.mpf(str(level)))
                rows.append([n, k, level, *map(float, exact), float(wilson.low), float(wilson.high), *map(float, mid), *map(float, pois)])
    write("reference_intervals.csv", ["n", "k", "level", "cp_low", "cp_high", "wilson_low", "wilson_high", "midp_low", "midp_high", "poisson_low", "poisson_high"], rows)


def two_sided():
    rows = []
    for n, p in ((10, 0.3), (925, 0.75), (1500, 0.003), (1500, 0.5), (38000, 0.0001), (172543, 0.01)):
        for k in spread(n, n * p, (n * p * (1 - p)) ** 0.5, 6):
            rows.append([n, p, k, float(st.binomtest(k, n, p).pvalue)])
    write("reference_two_sided.csv", ["n", "p", "k", "p_value"], rows)


def fits():
    rows = []
    for seed, a, b, size in ((1, 2.0, 500.0, 300), (2, 0.8, 300.0, 200), (3, 40.0, 60.0, 150), (4, 5.0, 5.0, 100)):
        rng = np.random.default_rng(seed)
        n = rng.integers(50, 2500, size)
        k = rng.binomial(n, rng.beta(a, b, size))

        def cost(x):
            m, s = 1 / (1 + np.exp(-x[0])), np.exp(x[1])
            return -np.sum(betaln(k + m * s, n - k + (1 - m) * s) - betaln(m * s, (1 - m) * s))

        best = minimize(cost, [np.log(a / b), np.log(a + b)], method="Nelder-Mead", options=dict(xatol=1e-10, fatol=1e-10, maxiter=5000))
        m, s = 1 / (1 + np.exp(-best.x[0])), np.exp(best.x[1])
        for one, count in zip(n, k):
            rows.append([seed, int(one), int(count), float(m), float(1 / (s + 1))])
    write("reference_fits.csv", ["set", "n", "k", "mean", "correlation"], rows)


if __name__ == "__main__":
    for make in (binomial, poisson, hypergeometric, beta_binomial, continuous, intervals, two_sided, fits):
        random.seed(20230319)
        make()
