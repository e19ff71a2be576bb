//! Charts that a spreadsheet draws itself, each beside the numbers it is drawn from.

use rust_xlsxwriter::{
    Chart as Drawn, ChartAxisCrossing, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition,
    ChartLine, ChartMarker, ChartMarkerType, ChartSolidFill, ChartType, Color,
};
use tizim_evidence::{Chart, ChartKind, ColumnKind, Format as Wording, Mark, Value};

use super::book::Book;
use super::formats::number_code;
use super::sheet::{Sheet, SheetColumn};
use crate::{ReportError, visible};

/// Bars that are drawn; the numbers of all are in the sheet.
const BARS: usize = 150;
/// Characters of a text in a chart.
const LONGEST_CAPTION: usize = 250;
/// Height of a bar with the space to the next, in pixels.
const BAR_HEIGHT: u32 = 20;
/// What a chart takes beside its bars: title, axis, legend.
const FRAME_HEIGHT: u32 = 150;
/// The colours of series: blue, vermilion, green, purple, told apart by those who see few colours.
const COLOURS: [u32; 4] = [0x0000_72b2, 0x00d5_5e00, 0x0000_9e73, 0x00cc_79a7];
/// What the input only bounds.
const BOUNDED: u32 = 0x00a6_c8e0;

impl Book<'_> {
    /// Adds a chart: its numbers, and the drawing beside them.
    pub(super) fn chart(&mut self, chart: &Chart) -> Result<(), ReportError> {
        match chart.kind {
            ChartKind::Bars => self.bars(chart),
            ChartKind::Plane | ChartKind::LogPlane | ChartKind::Columns => self.plane(chart),
            ChartKind::Steps | ChartKind::Matrix => self.numbers(chart),
        }
    }

    /// What stands above the numbers of a chart: its note, and the lines that the page draws into it.
    fn framed(&self, chart: &Chart, columns: Vec<SheetColumn>) -> Sheet {
        let pen = &self.pen;
        let wording = Wording::named(chart.x_format);
        let guides = chart.guides.iter().map(|(value, label)| {
            let (label, value) = (pen.say(label), pen.show.value(&Value::Real(*value), wording));
            if label.contains(value.trim_start_matches('+')) { label } else { format!("{label}: {value}") }
        });
        Sheet {
            name: pen.sheet_name(chart.id, &chart.title),
            title: pen.say(&chart.title),
            notes: chart.note.iter().map(|note| pen.say(note)).chain(guides).collect(),
            columns,
        }
    }

    /// Bars from zero. What is only bounded is drawn to its nearer bound, and in a lighter colour from there to the other.
    fn bars(&mut self, chart: &Chart) -> Result<(), ReportError> {
        let marks: Vec<&Mark> = chart.series.iter().flat_map(|series| &series.marks).collect();
        let is_bounded = marks.iter().any(|mark| mark.x.bounds().is_some_and(|(low, high)| low < high));
        let pen = &self.pen;
        let number =
            |title: String| SheetColumn { kind: kind_of(chart.x_format), ..SheetColumn::text(title, 14) };
        let of = |key: &str| pen.catalogue.word(key).replace("{column}", &pen.say(&chart.x_title));
        let mut columns = vec![SheetColumn::text(pen.say(&chart.y_title), 34)];
        if is_bounded {
            columns.extend(["report.sheet.from", "report.sheet.to"].map(|key| number(of(key))));
            let drawn =
                ["report.sheet.certain_part", "report.sheet.uncertain_part", "report.sheet.other_side"];
            columns.extend(drawn.map(|key| number(pen.catalogue.word(key).to_owned())));
        } else {
            columns.push(number(pen.say(&chart.x_title)));
        }
        let sheet = self.framed(chart, columns);
        let wording = Wording::named(chart.x_format);
        let rows = marks.iter().map(|mark| Ok(bar(mark, is_bounded, wording)));
        let first = self.first_row(&sheet);
        self.sheet(&sheet, &mut { rows })?;
        let count = marks.iter().take(BARS).filter(|mark| mark.x.bounds().is_some()).count();
        if count == 0 {
            return Ok(());
        }
        let last = first + marks.len().min(BARS) as u32 - 1;
        let mut drawn = Drawn::new(ChartType::BarStacked);
        let parts: &[(u16, u32)] =
            if is_bounded { &[(3, COLOURS[0]), (4, BOUNDED), (5, BOUNDED)] } else { &[(1, COLOURS[0])] };
        let page = self.last_name();
        for (column, colour) in parts {
            let series = drawn.add_series();
            series
                .set_name((page.as_str(), first - 1, *column))
                .set_categories((page.as_str(), first, 0, last, 0))
                .set_values((page.as_str(), first, *column, last, *column))
                .set_gap(40)
                .set_format(
                    ChartFormat::new()
                        .set_solid_fill(&ChartSolidFill::new().set_color(Color::RGB(*colour)).clone()),
                );
        }
        let height = FRAME_HEIGHT + BAR_HEIGHT * (last + 1 - first);
        drawn.set_width(760).set_height(height);
        // The first bar on top, as in the table, its name beside the plot, and the numbers below it.
        let axis = drawn.y_axis();
        axis.set_reverse()
            .set_label_position(ChartAxisLabelPosition::Low)
            .set_crossing(ChartAxisCrossing::Max);
        self.finish(chart, drawn, parts.len() > 1, sheet.columns.len() as u16)
    }

    /// The numbers alone of what a spreadsheet does not draw.
    fn numbers(&mut self, chart: &Chart) -> Result<(), ReportError> {
        let pen = &self.pen;
        let value =
            SheetColumn { kind: kind_of(chart.x_format), ..SheetColumn::text(pen.say(&chart.x_title), 14) };
        let columns = vec![
            SheetColumn::text(pen.words.series, 34),
            SheetColumn::text(pen.say(&chart.y_title), 34),
            value,
        ];
        let sheet = self.framed(chart, columns);
        let names: Vec<String> = chart.series.iter().map(|series| self.pen.say(&series.label)).collect();
        let rows = chart.series.iter().zip(&names).flat_map(|(series, name)| {
            let row = move |mark: &Mark| Ok(vec![name.as_str().into(), named(mark), mark.x.clone()]);
            series.marks.iter().map(row)
        });
        self.sheet(&sheet, &mut { rows })?;
        Ok(())
    }

    /// Points and lines; a value that is only bounded stands in the middle of its bounds.
    fn plane(&mut self, chart: &Chart) -> Result<(), ReportError> {
        let pen = &self.pen;
        let number = |title: String, format: &str| SheetColumn {
            kind: kind_of(format),
            ..SheetColumn::text(title, 14)
        };
        let columns = vec![
            SheetColumn::text(pen.words.series, 30),
            SheetColumn::text(pen.words.mark, 30),
            number(pen.say(&chart.x_title), chart.x_format),
            number(pen.say(&chart.y_title), chart.y_format),
        ];
        let sheet = self.framed(chart, columns);
        let names: Vec<String> = chart.series.iter().map(|series| self.pen.say(&series.label)).collect();
        let [x, y] = [chart.x_format, chart.y_format].map(Wording::named);
        let rows = chart.series.iter().zip(&names).flat_map(|(series, name)| {
            series.marks.iter().map(move |mark| {
                Ok(vec![name.as_str().into(), named(mark), middle(&mark.x, x), middle(&mark.y, y)])
            })
        });
        let mut first = self.first_row(&sheet);
        self.sheet(&sheet, &mut { rows })?;
        if chart.series.iter().all(|series| series.marks.is_empty()) {
            return Ok(());
        }
        let mut drawn = Drawn::new(ChartType::ScatterStraight);
        let page = self.last_name();
        for (number, (one, name)) in chart.series.iter().zip(&names).enumerate() {
            let Some(behind) = (one.marks.len() as u32).checked_sub(1) else { continue };
            let last = first + behind;
            let colour = Color::RGB(COLOURS[number % COLOURS.len()]);
            let series = drawn.add_series();
            let column = |column: u16| (page.as_str(), first, column, last, column);
            series.set_name(&caption(name)).set_categories(column(2)).set_values(column(3));
            if one.line {
                let line = ChartLine::new().set_color(colour).set_width(1.5).clone();
                series
                    .set_format(ChartFormat::new().set_line(&line))
                    .set_marker(ChartMarker::new().set_none());
            } else {
                let fill = ChartSolidFill::new().set_color(colour).clone();
                let mut dot = ChartMarker::new();
                dot.set_type(ChartMarkerType::Circle).set_size(4);
                dot.set_format(ChartFormat::new().set_solid_fill(&fill));
                series.set_format(ChartFormat::new().set_no_line()).set_marker(&dot);
            }
            first = last + 1;
        }
        drawn.set_width(820).set_height(520);
        drawn
            .y_axis()
            .set_name(&caption(&self.pen.say(&chart.y_title)))
            .set_num_format(number_code(kind_of(chart.y_format)));
        let several = names.len() > 1;
        self.finish(chart, drawn, several, sheet.columns.len() as u16)
    }

    /// Titles and axis, and the drawing in its place beside the numbers.
    fn finish(
        &mut self,
        chart: &Chart,
        mut drawn: Drawn,
        has_legend: bool,
        columns: u16,
    ) -> Result<(), ReportError> {
        let title = self.pen.say(&chart.title);
        let font = ChartFont::new().set_size(12).set_bold().clone();
        drawn.title().set_name(&caption(&title)).set_font(&font);
        drawn.set_alt_text(title);
        let x_title = caption(&self.pen.say(&chart.x_title));
        let code = number_code(kind_of(chart.x_format));
        drawn.x_axis().set_name(&x_title).set_num_format(code);
        if chart.kind == ChartKind::LogPlane {
            drawn.x_axis().set_log_base(10);
        }
        if has_legend {
            drawn.legend().set_position(ChartLegendPosition::Bottom);
        } else {
            drawn.legend().set_hidden();
        }
        let sheet = self.last_sheet()?;
        sheet.insert_chart(1, columns + 1, &drawn)?;
        Ok(())
    }
}

/// What numbers of a chart are, by the format of its axis.
fn kind_of(format: &str) -> ColumnKind {
    match Wording::named(format) {
        Wording::Percent => ColumnKind::Share,
        Wording::Signed => ColumnKind::Deviation,
        Wording::Decimals(decimals) if decimals > 0 => ColumnKind::Number(decimals),
        Wording::About => ColumnKind::Estimate,
        _ => ColumnKind::Count,
    }
}

/// The name of a mark; a place in words of the language.
fn named(mark: &Mark) -> Value {
    match &mark.label {
        Value::Text(name) => Value::place(name),
        label => label.clone(),
    }
}

/// The row of a bar: its name, its value or bounds, and the parts that are drawn.
fn bar(mark: &Mark, is_bounded: bool, wording: Wording) -> Vec<Value> {
    let label = named(mark);
    let Some((low, high)) = mark.x.bounds() else { return vec![label] };
    let (low, high) = shown_bounds(low, high, wording);
    if !is_bounded {
        return vec![label, low.into()];
    }
    let [certain, uncertain, other_side] = if low < 0.0 && high > 0.0 {
        [Value::Missing, high.into(), low.into()]
    } else {
        let (near, far) = if low.abs() < high.abs() { (low, high) } else { (high, low) };
        [near.into(), Some(far - near).filter(|width| *width != 0.0).into(), Value::Missing]
    };
    vec![label, low.into(), high.into(), certain, uncertain, other_side]
}

/// Bounds with the decimals that the page shows, rounded outward: the exact numbers stand in the tables, as far as the edition
/// has them.
fn shown_bounds(low: f64, high: f64, wording: Wording) -> (f64, f64) {
    let decimals = match wording {
        Wording::Percent | Wording::Signed => 3,
        Wording::Decimals(decimals) => i32::from(decimals),
        _ => 4,
    };
    let scale = 10_f64.powi(decimals);
    let nearest = |value: f64| (value * scale).round();
    if low >= high {
        return (nearest(low) / scale, nearest(low) / scale);
    }
    // What is exact but for the noise of the binary system stays.
    let outward = |value: f64, rounded: f64| {
        let exact = (value * scale - nearest(value)).abs() <= 1e-9 * (value * scale).abs().max(1.0);
        if exact { nearest(value) / scale } else { rounded / scale }
    };
    (outward(low, (low * scale).floor()), outward(high, (high * scale).ceil()))
}

/// A text that stands in a chart: one that begins with `=` would be taken for the place of a cell.
fn caption(text: &str) -> String {
    visible(text).trim_start_matches('=').chars().take(LONGEST_CAPTION).collect()
}

/// The middle of what bounds a value, with the decimals that the page shows.
fn middle(value: &Value, wording: Wording) -> Value {
    let middle = value.bounds().map(|(low, high)| f64::midpoint(low, high));
    middle.map(|middle| shown_bounds(middle, middle, wording).0).into()
}
