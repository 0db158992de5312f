//! XML, the whole way from a file to a spool.

use longshore_engine::reading::ReadSettings;

use super::{
    desk::{read_through, with_file},
    text::limits,
};
use crate::{mutation::Shape, target::Target};

pub(crate) const TARGET: Target =
    Target { name: "xml", read, seeds, real: Vec::new, shape: Shape::Markup, tokens: TOKENS };

const TOKENS: &[&str] = &[
    "<",
    ">",
    "/>",
    "</",
    "<a>",
    "</a>",
    "<a/>",
    "<item>",
    "</item>",
    "<offer id=\"1\">",
    "<p>",
    "<br/>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?xml version=\"1.0\" encoding=\"windows-1251\"?>",
    "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
    "<?php ?>",
    "<!DOCTYPE a SYSTEM \"shops.dtd\">",
    "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]>",
    "&c;",
    "&amp;",
    "&lt;",
    "&nbsp;",
    "&#0;",
    "&#xD800;",
    "&#x10FFFF;",
    "&#99999999999;",
    "&",
    ";",
    "xmlns=\"urn:x\"",
    "xmlns:g=\"http://base.google.com/ns/1.0\"",
    "g:id",
    "id=\"1\"",
    "id='1'",
    "id=1",
    "id",
    "=",
    "\"",
    "'",
    "\r\n",
    "\u{feff}",
    "\0",
    "<\u{422}\u{43e}\u{432}\u{430}\u{440}>",
];

fn read(input: &[u8]) -> bool {
    let settings = ReadSettings { sheet: sheet(input), ..ReadSettings::default() };
    with_file(input, |path| read_through(path, &settings, &limits(input.len())))
}

/// Some by the name of a table, which need not be there.
fn sheet(input: &[u8]) -> Option<String> {
    let names = ["shop/offers/offer", "shop/groups/group", "none", "a/b", "/"];
    (input.len() % 8 == 1).then(|| names[input.len() / 8 % names.len()].to_owned())
}

fn seeds() -> Vec<Vec<u8>> {
    let offers: String = (0..12)
        .map(|n| {
            format!(
                "<offer id=\"{n}\" available=\"true\"><price>{n}.50</price><picture>a.jpg</picture>\
                 <picture>b.jpg</picture><param name=\"Größe\">L</param>\
                 <description><![CDATA[<p>x & y</p>]]></description></offer>\n"
            )
        })
        .collect();
    let groups = "<group><id>1</id><name>a</name><groups><group><id>2</id><name>b</name><groups>\
                  <group><id>3</id><name>c</name></group></groups></group></groups></group>";
    vec![
        format!("<?xml version=\"1.0\"?><!DOCTYPE shop SYSTEM \"x.dtd\"><shop><offers>{offers}</offers></shop>")
            .into_bytes(),
        format!("<shop><groups>{groups}</groups><offers>{offers}</offers></shop>").into_bytes(),
        b"<rss xmlns:g=\"http://base.google.com/ns/1.0\"><channel><title>s</title>\
          <item><g:id>1</g:id><title>a &amp; b</title></item><item><g:id>2</g:id>\
          <title>Soft <b>wool</b> and <i>silk</i></title></item></channel></rss>"
            .to_vec(),
        b"<a>\n<b x='1'>1</b>\n<b>2</b>text<b/>\n</a>".to_vec(),
        b"\xff\xfe<\0a\0>\0<\0b\0>\x001\0<\0/\0b\0>\0<\0b\0/\0>\0<\0/\0a\0>\0".to_vec(),
    ]
}
