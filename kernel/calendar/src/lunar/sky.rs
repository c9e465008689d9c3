//! New moons and the sun's longitude after J. Meeus, *Astronomical Algorithms* (2nd ed., ch. 25 and 49), with ΔT
//! after Espenak and Meeus; good to seconds for the moon and a quarter of an hour for the sun in 1968–2099.
//! Days are whole numbers since 2000-01-01 at UTC+7.

/// Julian ephemeris day of 2000-01-01 00:00.
const START_OF_2000: f64 = 2_451_544.5;
const LOCAL_OFFSET_DAYS: f64 = 7.0 / 24.0;
const SECONDS_PER_DAY: f64 = 86_400.0;
const DAYS_PER_CENTURY: f64 = 36_525.0;

/// Amplitude in days, power of the eccentricity factor, multiples of the anomalies of sun and moon and of the
/// moon's argument of latitude (table 49.A, new moon).
const PERIODIC: [(f64, i32, f64, f64, f64); 24] = [
    (-0.40720, 0, 0.0, 1.0, 0.0),
    (0.17241, 1, 1.0, 0.0, 0.0),
    (0.01608, 0, 0.0, 2.0, 0.0),
    (0.01039, 0, 0.0, 0.0, 2.0),
    (0.00739, 1, -1.0, 1.0, 0.0),
    (-0.00514, 1, 1.0, 1.0, 0.0),
    (0.00208, 2, 2.0, 0.0, 0.0),
    (-0.00111, 0, 0.0, 1.0, -2.0),
    (-0.00057, 0, 0.0, 1.0, 2.0),
    (0.00056, 1, 1.0, 2.0, 0.0),
    (-0.00042, 0, 0.0, 3.0, 0.0),
    (0.00042, 1, 1.0, 0.0, 2.0),
    (0.00038, 1, 1.0, 0.0, -2.0),
    (-0.00024, 1, -1.0, 2.0, 0.0),
    (-0.00007, 0, 2.0, 1.0, 0.0),
    (0.00004, 0, 0.0, 2.0, -2.0),
    (0.00004, 0, 3.0, 0.0, 0.0),
    (0.00003, 0, 1.0, 1.0, -2.0),
    (0.00003, 0, 0.0, 2.0, 2.0),
    (-0.00003, 0, 1.0, 1.0, 2.0),
    (0.00003, 0, -1.0, 1.0, 2.0),
    (-0.00002, 0, -1.0, 1.0, -2.0),
    (-0.00002, 0, 1.0, 3.0, 0.0),
    (0.00002, 0, 0.0, 4.0, 0.0),
];

/// Amplitude in millionths of a day, phase and rate in degrees per lunation: the planets (table 49.B).
const PLANETARY: [(f64, f64, f64); 14] = [
    (325.0, 299.77, 0.107_408),
    (165.0, 251.88, 0.016_321),
    (164.0, 251.83, 26.651_886),
    (126.0, 349.42, 36.412_478),
    (110.0, 84.66, 18.206_239),
    (62.0, 141.74, 53.303_771),
    (60.0, 207.14, 2.453_732),
    (56.0, 154.84, 7.306_860),
    (47.0, 34.52, 27.261_239),
    (42.0, 207.19, 0.121_824),
    (40.0, 291.34, 1.844_379),
    (37.0, 161.72, 24.198_154),
    (35.0, 239.56, 25.513_099),
    (23.0, 331.55, 3.592_518),
];

fn sine(degrees: f64) -> f64 {
    degrees.to_radians().sin()
}

/// Terrestrial time minus universal time, in seconds.
fn delta_t(year: f64) -> f64 {
    let t = year - 2000.0;
    if year < 1986.0 {
        let t = year - 1975.0;
        45.45 + 1.067 * t - t * t / 260.0 - t * t * t / 718.0
    } else if year < 2005.0 {
        let low = 63.86 + 0.3345 * t - 0.060_374 * t * t + 0.001_727_5 * t * t * t;
        low + 0.000_651_814 * t.powi(4) + 0.000_023_735_99 * t.powi(5)
    } else if year < 2050.0 {
        62.92 + 0.322_17 * t + 0.005_589 * t * t
    } else {
        let u = (year - 1820.0) / 100.0;
        -20.0 + 32.0 * u * u - 0.5628 * (2150.0 - year)
    }
}

/// The instant of a new moon (lunation 0 is that of 6 January 2000), in local days since 2000-01-01.
fn new_moon(lunation: i32) -> f64 {
    let k = f64::from(lunation);
    let t = k / 1236.85;
    let mean = 2_451_550.097_66 + 29.530_588_861 * k + 0.000_154_37 * t * t - 0.000_000_150 * t * t * t;
    let eccentricity = 1.0 - 0.002_516 * t - 0.000_007_4 * t * t;
    let sun = 2.5534 + 29.105_356_70 * k - 0.000_001_4 * t * t;
    let moon = 201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t + 0.000_012_38 * t * t * t;
    let latitude = 160.7108 + 390.670_502_84 * k - 0.001_611_8 * t * t - 0.000_002_27 * t * t * t;
    let node = 124.7746 - 1.563_755_88 * k + 0.002_067_2 * t * t;
    let periodic: f64 = PERIODIC
        .iter()
        .map(|(days, power, s, m, f)| {
            days * eccentricity.powi(*power) * sine(s * sun + m * moon + f * latitude)
        })
        .sum();
    let planetary: f64 =
        PLANETARY.iter().map(|(days, phase, rate)| days * 1e-6 * sine(phase + rate * k)).sum();
    let ephemeris = mean + periodic - 0.000_17 * sine(node) + planetary;
    let year = 2000.0 + t * 100.0;
    ephemeris - START_OF_2000 - delta_t(year) / SECONDS_PER_DAY + LOCAL_OFFSET_DAYS
}

/// The lunation around `day`, at most two off.
pub(super) fn lunation_near(day: i32) -> i32 {
    i32::try_from((i64::from(day) - 6) * 1_000_000 / 29_530_589).unwrap_or_default()
}

/// The local day of a new moon.
pub(super) fn new_moon_day(lunation: i32) -> i32 {
    let instant = new_moon(lunation);
    let near = 6 + i64::from(lunation) * 29_530_589 / 1_000_000;
    // The mean moon is at most a day from the true one: step to the whole day below the instant.
    let mut day = i32::try_from(near).unwrap_or_default();
    while f64::from(day) > instant {
        day -= 1;
    }
    while f64::from(day + 1) <= instant {
        day += 1;
    }
    day
}

/// The 30° sector of the sun's apparent longitude at the local midnight that begins `day`: 0 from the spring
/// equinox, 9 from the winter solstice.
pub(super) fn sun_sector(day: i32) -> i32 {
    let universal = f64::from(day) - LOCAL_OFFSET_DAYS;
    let year = 2000.0 + universal / 365.25;
    let ephemeris = universal + delta_t(year) / SECONDS_PER_DAY - 0.5;
    let t = ephemeris / DAYS_PER_CENTURY;
    let mean = 280.466_46 + 36_000.769_83 * t + 0.000_303_2 * t * t;
    let anomaly = 357.529_11 + 35_999.050_29 * t - 0.000_153_7 * t * t;
    let centre = (1.914_602 - 0.004_817 * t - 0.000_014 * t * t) * sine(anomaly)
        + (0.019_993 - 0.000_101 * t) * sine(2.0 * anomaly)
        + 0.000_289 * sine(3.0 * anomaly);
    let node = 125.04 - 1934.136 * t;
    let apparent = (mean + centre - 0.005_69 - 0.004_78 * sine(node)).rem_euclid(360.0);
    (1..12).find(|sector| f64::from(30 * sector) > apparent).map_or(11, |sector| sector - 1)
}
