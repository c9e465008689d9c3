//! Native charts (DrawingML): Word draws them, their figures stand in a sheet that Word opens for editing.
use super::sheet::{Cell, column};
use super::xml::esc;
use crate::{Bars, LineChart, LineSeries, Tone};
use base::Date;
use std::collections::BTreeSet;

/// A chart part and the rows of the sheet behind it.
pub struct Chart {
    pub xml: String,
    pub rows: Vec<Vec<Cell>>,
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><c:date1904 val=\"0\"/><c:roundedCorners val=\"0\"/>";
const FOOT: &str = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>";

const fn paint(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "2E7D4F",
        Tone::Main => "1F4E8C",
        Tone::Warn => "D99A00",
        Tone::Bad => "B3261E",
        Tone::Unknown => "8A9099",
    }
}

fn fill(tone: Tone) -> String {
    format!("<a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill>", paint(tone))
}

/// Text of a chart; `size` in hundredths of a point.
fn letters(size: u32, bold: bool, colour: &str) -> String {
    let bold = u8::from(bold);
    format!(
        "<a:p><a:pPr><a:defRPr sz=\"{size}\" b=\"{bold}\"><a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill>\
         <a:latin typeface=\"Times New Roman\"/><a:cs typeface=\"Times New Roman\"/></a:defRPr></a:pPr>\
         <a:endParaRPr lang=\"vi-VN\"/></a:p>"
    )
}

fn text_properties(size: u32, bold: bool, colour: &str) -> String {
    format!("<c:txPr><a:bodyPr/><a:lstStyle/>{}</c:txPr>", letters(size, bold, colour))
}

fn words_ref(place: &str, words: &[&str]) -> String {
    let points: String = words
        .iter()
        .enumerate()
        .map(|(at, word)| format!("<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", esc(word)))
        .collect();
    format!(
        "<c:strRef><c:f>{place}</c:f><c:strCache><c:ptCount val=\"{}\"/>{points}</c:strCache></c:strRef>",
        words.len()
    )
}

/// Numbers of a range; what is not there leaves a gap.
fn numbers_ref(place: &str, format: &str, values: &[Option<String>]) -> String {
    let points: String = values
        .iter()
        .enumerate()
        .filter_map(|(at, value)| Some((at, value.as_ref()?)))
        .map(|(at, value)| format!("<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", esc(value)))
        .collect();
    format!(
        "<c:numRef><c:f>{place}</c:f><c:numCache><c:formatCode>{format}</c:formatCode>\
         <c:ptCount val=\"{}\"/>{points}</c:numCache></c:numRef>",
        values.len()
    )
}

fn range(column_at: usize, last: usize) -> String {
    let letter = column(column_at);
    format!("Sheet1!${letter}$2:${letter}${last}")
}

/// What a label shows: the value and nothing else.
const VALUE_ONLY: &str = "<c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>";
const NOTHING: &str = "<c:showLegendKey val=\"0\"/><c:showVal val=\"0\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>";
const THIN: &str =
    "<c:spPr><a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"BFBFBF\"/></a:solidFill></a:ln></c:spPr>";

fn legend() -> String {
    let letters = text_properties(1000, false, "000000");
    format!("<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/>{letters}</c:legend>")
}

fn name_of(index: usize, name: &str) -> String {
    let place = format!("Sheet1!${}$1", column(index + 1));
    format!("<c:tx>{}</c:tx>", words_ref(&place, &[name]))
}

/// Bars divided into shares of their whole.
pub fn bars(chart: &Bars) -> Chart {
    let names: Vec<&str> = chart.rows.iter().map(|row| row.name.as_str()).collect();
    let last = names.len() + 1;
    let mut rows = vec![vec![Cell::Empty]];
    if let Some(head) = rows.first_mut() {
        head.extend(chart.series.iter().map(|series| Cell::Words(series.name.clone())));
    }
    for row in &chart.rows {
        let mut cells = vec![Cell::Words(row.name.clone())];
        cells.extend(row.values.iter().map(|value| Cell::Number(value.to_string())));
        rows.push(cells);
    }
    let mut xml = format!(
        "{HEAD}<c:chart><c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/><c:barChart><c:barDir val=\"bar\"/>\
         <c:grouping val=\"percentStacked\"/><c:varyColors val=\"0\"/>"
    );
    for (index, series) in chart.series.iter().enumerate() {
        let values: Vec<Option<String>> =
            chart.rows.iter().map(|row| row.values.get(index).map(ToString::to_string)).collect();
        let letters = if series.tone == Tone::Warn { "000000" } else { "FFFFFF" };
        xml.push_str(&format!(
            "<c:ser><c:idx val=\"{index}\"/><c:order val=\"{index}\"/>{name}<c:spPr>{fill}<a:ln w=\"6350\"><a:solidFill>\
             <a:srgbClr val=\"FFFFFF\"/></a:solidFill></a:ln></c:spPr><c:invertIfNegative val=\"0\"/>\
             <c:dLbls><c:numFmt formatCode=\"0;;\" sourceLinked=\"0\"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>\
             {letters}<c:dLblPos val=\"ctr\"/>{VALUE_ONLY}</c:dLbls><c:cat>{cat}</c:cat><c:val>{val}</c:val></c:ser>",
            name = name_of(index, &series.name),
            fill = fill(series.tone),
            letters = text_properties(1050, true, letters),
            cat = words_ref(&range(0, last), &names),
            val = numbers_ref(&range(index + 1, last), "General", &values),
        ));
    }
    let axis_letters = text_properties(1100, false, "000000");
    xml.push_str(&format!(
        "<c:gapWidth val=\"45\"/><c:overlap val=\"100\"/><c:axId val=\"111\"/><c:axId val=\"112\"/></c:barChart>\
         <c:catAx><c:axId val=\"111\"/><c:scaling><c:orientation val=\"maxMin\"/></c:scaling><c:delete val=\"0\"/>\
         <c:axPos val=\"l\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>\
         <c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>{THIN}{axis_letters}<c:crossAx val=\"112\"/>\
         <c:crosses val=\"autoZero\"/><c:auto val=\"1\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/>\
         <c:noMultiLvlLbl val=\"0\"/></c:catAx>\
         <c:valAx><c:axId val=\"112\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"1\"/>\
         <c:axPos val=\"b\"/><c:numFmt formatCode=\"0%\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>\
         <c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"111\"/><c:crosses val=\"max\"/>\
         <c:crossBetween val=\"between\"/></c:valAx></c:plotArea>{}<c:plotVisOnly val=\"1\"/>\
         <c:dispBlanksAs val=\"gap\"/></c:chart>{FOOT}",
        legend()
    ));
    Chart { xml, rows }
}

/// Days since 30/12/1899.
fn serial(on: Date) -> i64 {
    Date::constant(1899, 12, 30).until(on).map_or(0, |span| i64::from(span.get_days()))
}

fn line_series(index: usize, series: &LineSeries, days: &[Date], last: usize) -> String {
    let values: Vec<Option<String>> = days
        .iter()
        .map(|day| series.points.iter().find(|point| point.on == *day).map(|point| point.value.clone()))
        .collect();
    let days: Vec<Option<String>> = days.iter().map(|day| Some(serial(*day).to_string())).collect();
    let dash = if series.dashed { "<a:prstDash val=\"dash\"/>" } else { "" };
    let marker = if series.dashed {
        "<c:marker><c:symbol val=\"none\"/></c:marker>".to_owned()
    } else {
        let fill = fill(series.tone);
        format!("<c:marker><c:symbol val=\"circle\"/><c:size val=\"6\"/><c:spPr>{fill}</c:spPr></c:marker>")
    };
    // Only the last point bears its value.
    let at = values.iter().rposition(Option::is_some);
    let side = if series.dashed { "t" } else { "b" };
    let labels = at.map_or_else(String::new, |at| {
        format!(
            "<c:dLbls><c:dLbl><c:idx val=\"{at}\"/><c:numFmt formatCode=\"#,##0.##\" sourceLinked=\"0\"/>\
             <c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{letters}<c:dLblPos val=\"{side}\"/>{VALUE_ONLY}</c:dLbl>\
             {NOTHING}</c:dLbls>",
            letters = text_properties(900, true, paint(series.tone)),
        )
    });
    format!(
        "<c:ser><c:idx val=\"{index}\"/><c:order val=\"{index}\"/>{name}<c:spPr><a:ln w=\"19050\" cap=\"rnd\">{fill}{dash}\
         <a:round/></a:ln></c:spPr>{marker}{labels}<c:cat>{cat}</c:cat><c:val>{val}</c:val><c:smooth val=\"0\"/></c:ser>",
        name = name_of(index, &series.name),
        fill = fill(series.tone),
        cat = numbers_ref(&range(0, last), "dd/mm/yyyy", &days),
        val = numbers_ref(&range(index + 1, last), "General", &values),
    )
}

/// The largest value of a chart of percentages.
fn whole_percent(chart: &LineChart) -> bool {
    let mut points = chart.series.iter().flat_map(|series| &series.points).peekable();
    points.peek().is_some()
        && points.all(|point| {
            point.label.ends_with('%')
                && point.value.parse::<f64>().is_ok_and(|value| (0.0..=100.0).contains(&value))
        })
}

/// Values over days, on an axis of days.
pub fn lines(chart: &LineChart) -> Chart {
    let days: BTreeSet<Date> =
        chart.series.iter().flat_map(|series| series.points.iter().map(|point| point.on)).collect();
    let days: Vec<Date> = days.into_iter().collect();
    let last = days.len() + 1;
    let mut rows = vec![vec![Cell::Empty]];
    if let Some(head) = rows.first_mut() {
        head.extend(chart.series.iter().map(|series| Cell::Words(series.name.clone())));
    }
    for day in &days {
        let mut cells = vec![Cell::Day(serial(*day))];
        cells.extend(chart.series.iter().map(|series| {
            let point = series.points.iter().find(|point| point.on == *day);
            point.map_or(Cell::Empty, |point| Cell::Number(point.value.clone()))
        }));
        rows.push(cells);
    }
    let series: String = chart
        .series
        .iter()
        .enumerate()
        .map(|(index, series)| line_series(index, series, &days, last))
        .collect();
    let years = days.first().zip(days.last()).map_or(1, |(from, to)| to.year() - from.year() + 1);
    let step = (years / 6 + 1).max(1);
    let bounds =
        if whole_percent(chart) { "<c:max val=\"100\"/><c:min val=\"0\"/>" } else { "<c:min val=\"0\"/>" };
    // A value below nought needs its room.
    let below =
        chart.series.iter().flat_map(|series| &series.points).any(|point| point.value.starts_with('-'));
    let bounds = if below { "" } else { bounds };
    let letters = text_properties(900, false, "000000");
    let xml = format!(
        "{HEAD}<c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"1050\" b=\"1\"/></a:pPr>\
         <a:r><a:rPr lang=\"vi-VN\" sz=\"1050\" b=\"1\"><a:latin typeface=\"Times New Roman\"/>\
         <a:cs typeface=\"Times New Roman\"/></a:rPr><a:t>{title}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>\
         <c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/><c:lineChart><c:grouping val=\"standard\"/>\
         <c:varyColors val=\"0\"/>{series}<c:marker val=\"1\"/><c:axId val=\"121\"/><c:axId val=\"122\"/></c:lineChart>\
         <c:dateAx><c:axId val=\"121\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/>\
         <c:axPos val=\"b\"/><c:numFmt formatCode=\"yyyy\" sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/>\
         <c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>{THIN}{letters}<c:crossAx val=\"122\"/>\
         <c:crosses val=\"autoZero\"/><c:auto val=\"0\"/><c:lblOffset val=\"100\"/><c:baseTimeUnit val=\"days\"/>\
         <c:majorUnit val=\"{step}\"/><c:majorTimeUnit val=\"years\"/></c:dateAx>\
         <c:valAx><c:axId val=\"122\"/><c:scaling><c:orientation val=\"minMax\"/>{bounds}</c:scaling><c:delete val=\"0\"/>\
         <c:axPos val=\"l\"/><c:majorGridlines>{THIN}</c:majorGridlines><c:numFmt formatCode=\"#,##0.##\" sourceLinked=\"0\"/>\
         <c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>{THIN}{letters}\
         <c:crossAx val=\"121\"/><c:crosses val=\"autoZero\"/><c:crossBetween val=\"midCat\"/></c:valAx></c:plotArea>{legend}\
         <c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"span\"/></c:chart>{FOOT}",
        title = esc(&chart.title),
        legend = legend(),
    );
    Chart { xml, rows }
}
