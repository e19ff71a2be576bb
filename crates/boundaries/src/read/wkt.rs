//! What the library that reads well-known text (WKT) of coordinate systems passes over: units of angles, and what programs write
//! beside the parameters.

/// A degree in radians.
const DEGREE: f64 = std::f64::consts::PI / 180.0;

/// The text without a mark of byte order, its words in capitals; names in quotation marks stay as they are.
pub(super) fn plain(text: &str) -> String {
    let mut quoted = false;
    let one = |letter: char| {
        quoted ^= letter == '"';
        if quoted { letter } else { letter.to_ascii_uppercase() }
    };
    text.trim_start_matches('\u{feff}').trim().chars().map(one).collect()
}

/// Whether all units of angles in it are degrees.
pub(super) fn is_in_degrees(text: &str) -> bool {
    text.match_indices("UNIT[\"").all(|(at, _)| {
        let (name, rest) = text[at + 6..].split_once('"').unwrap_or_default();
        let value = rest.trim_start_matches([',', ' ']);
        let value = value.split([',', ']', ' ']).next().and_then(|value| value.parse::<f64>().ok());
        let name = name.to_lowercase();
        let is_angle =
            ["deg", "grad", "gon", "radian", "minute", "second"].iter().any(|word| name.contains(word));
        !is_angle || value.is_some_and(|value| (value / DEGREE - 1.0).abs() < 1e-6)
    })
}

/// The definition of PROJ that GDAL writes beside what WKT of the first kind cannot say.
pub(super) fn extension(text: &str) -> Option<String> {
    let rest = text.split_once("EXTENSION[\"PROJ4\",")?.1.trim_start();
    let definition = rest.strip_prefix('"')?.split_once('"')?.0;
    // A null grid is no shift: the sphere takes longitude and latitude of WGS 84 as they are.
    let shift = if definition.contains("+nadgrids=@null") { " +towgs84=0,0,0,0,0,0,0" } else { "" };
    definition.contains("+proj=").then(|| format!("{definition}{shift}"))
}

/// The code of the whole system, which stands last in it.
pub(super) fn authority(text: &str) -> Option<&str> {
    let (_, last) = text.rsplit_once("AUTHORITY[\"EPSG\",").or_else(|| text.rsplit_once("ID[\"EPSG\","))?;
    let last = last.trim_start_matches(['"', ' ']);
    let (code, rest) = last.split_at(last.find(|letter: char| !letter.is_ascii_digit())?);
    let closes: String =
        rest.trim_start_matches('"').chars().filter(|letter| !letter.is_whitespace()).collect();
    (closes == "]]").then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_the_parameters_is_read() {
        let system = r#"PROJCS["x",GEOGCS["y",UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]],UNIT["metre",1],AUTHORITY["EPSG","3857"]]"#;
        assert_eq!(authority(system), Some("3857"));
        assert_eq!(
            authority(&system.replace(r#",AUTHORITY["EPSG","3857"]]"#, "]")),
            None,
            "that of a part says nothing"
        );
        let extended = system
            .replace("UNIT[\"metre\",1]", r#"EXTENSION["PROJ4","+proj=merc +a=6 +b=6 +nadgrids=@null"]"#);
        assert_eq!(
            extension(&extended).unwrap(),
            "+proj=merc +a=6 +b=6 +nadgrids=@null +towgs84=0,0,0,0,0,0,0"
        );
        assert!(is_in_degrees(system));
        assert!(!is_in_degrees(
            &system.replace("\"degree\",0.0174532925199433", "\"Grad\",0.01570796326794897")
        ));
        assert!(!is_in_degrees(&system.replace("0.0174532925199433", "0.0157")));
        assert_eq!(plain("\u{feff}geogcs[\"Name\",unit[\"m\",1]]\n"), "GEOGCS[\"Name\",UNIT[\"m\",1]]");
    }
}
