#include "corpus/format_html.h"

#include "corpus/html_element.h"
#include "corpus/html_head.h"
#include "corpus/iso_day.h"
#include "corpus/layout.h"
#include "corpus/text/buffer.h"
#include "corpus/text/utf8.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <strings.h>

enum {
    MAX_TAG_BYTES = 4096,              /* of a title or another tag of the document */
    HEAD_BYTES = 256 * 1024,           /* read to find the title: scripts may stand before it */
    MAX_TEXT_BYTES = 64 * 1024 * 1024, /* made of a page: spanning cells multiply */
    MENU_CODES = 6,                    /* a longer link is more than a word of a menu */
    FEED_BYTES = 8 * 1024,             /* given to the parser at a time */
};

struct ds_html {
    htmlParserCtxtPtr parser; /* of the page at hand */
    ds_layout *layout;
    size_t fed;     /* bytes of the page          */
    int depth;      /* of open elements           */
    int skip_depth; /* outermost one passed over; 0: none */
    bool in_title;
    bool titled;       /* its title element has been read; pictures have some, too */
    bool in_head_done; /* the body has begun */
    bool handed_out;   /* the tags, which no later title or meta element may change */
    int pre_depth;     /* outermost element whose line feeds count; 0: none */
    int links;         /* open */
    size_t n_links;    /* of the paragraph */
    size_t link_codes; /* of text in them */
    bool other_text;   /* the paragraph has text outside links */
    bool ended;        /* nothing more to feed */
    ds_status status;  /* of feeding */
    ds_buf title;
    ds_buf heading; /* og:title */
    ds_buf publisher;
    char published[DS_ISO_DAY_BYTES];
};

/* ---- the document's tags ---------------------------------------------- */

static void keep(ds_buf *to, const char *value)
{
    if (to->len == 0) {
        ds_str text = ds_str_trim(ds_str_from(value));
        ds_buf_add(to, text);
    }
}

static void read_meta(ds_html *html, const xmlChar **attributes)
{
    static const char *const days[] = {
        "article:published_time",
        "og:release_date",
        "publishdate",
        "pubdate",
        "publish_time",
        "publish-date",
        "datepublished",
        "firstpublishedtime",
        "dc.date",
        "og:published_time",
    };
    const char *name = ds_element_attribute(attributes, "property");
    name = name ? name : ds_element_attribute(attributes, "name");
    name = name ? name : ds_element_attribute(attributes, "itemprop");
    const char *value = ds_element_attribute(attributes, "content");
    if (!name || !value || html->handed_out) {
        return;
    }
    if (strcasecmp(name, "og:title") == 0) {
        keep(&html->heading, value);
    } else if (strcasecmp(name, "og:site_name") == 0) {
        keep(&html->publisher, value);
    }
    for (size_t i = 0; i < sizeof days / sizeof days[0] && !html->published[0]; i++) {
        if (strcasecmp(name, days[i]) == 0 &&
            ds_iso_day_read(ds_str_from(value), html->published) != DS_OK) {
            html->published[0] = '\0';
        }
    }
}

/* ---- events ----------------------------------------------------------- */

/* A paragraph is over: what was nothing but words of a menu goes. */
static void end_paragraph(ds_html *html)
{
    if (html->n_links && !html->other_text && html->link_codes <= html->n_links * MENU_CODES) {
        ds_layout_drop(html->layout);
    }
    html->n_links = 0;
    html->link_codes = 0;
    html->other_text = false;
    ds_layout_block(html->layout);
}

static unsigned span_of(const xmlChar **attributes, const char *name)
{
    const char *value = ds_element_attribute(attributes, name);
    long span = value ? strtol(value, NULL, 10) : 1;
    return span < 1 ? 1 : span > 1000 ? 1000 : (unsigned)span; /* 1000: what HTML allows */
}

static void begin_known(ds_html *html, ds_element kind, const xmlChar **attributes)
{
    ds_cell cell = {.columns = span_of(attributes, "colspan"),
                    .rows = span_of(attributes, "rowspan"),
                    .header = kind == DS_ELEMENT_HEADER};
    switch (kind) {
    case DS_ELEMENT_BREAK:
        ds_layout_line(html->layout);
        break;
    case DS_ELEMENT_LINK:
        html->links++;
        html->n_links++;
        break;
    case DS_ELEMENT_PRE:
        html->pre_depth = html->pre_depth ? html->pre_depth : html->depth;
        end_paragraph(html);
        break;
    case DS_ELEMENT_TABLE:
        end_paragraph(html);
        ds_layout_table_begin(html->layout);
        break;
    case DS_ELEMENT_ROW:
        ds_layout_row_begin(html->layout, false);
        break;
    case DS_ELEMENT_CELL:
    case DS_ELEMENT_HEADER:
        ds_layout_cell_begin(html->layout, cell);
        break;
    case DS_ELEMENT_BLOCK:
        end_paragraph(html);
        break;
    default:
        break;
    }
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
    ds_html *html = context;
    html->depth++;
    if (html->depth > DS_HTML_MAX_DEPTH) {
        html->status = DS_ELIMIT;
        xmlStopParser(html->parser);
        return;
    }
    const char *tag = (const char *)name;
    if (strcmp(tag, "title") == 0) {
        html->in_title = true;
    } else if (strcmp(tag, "meta") == 0) {
        read_meta(html, attributes);
    } else if (strcmp(tag, "body") == 0) {
        html->in_head_done = true;
        return; /* sites mark their body with anything */
    }
    ds_element kind = ds_element_of(tag);
    if (html->skip_depth || html->in_title) {
        return;
    }
    if (kind == DS_ELEMENT_SKIP || ds_element_is_aside(kind, attributes)) {
        end_paragraph(html);
        html->skip_depth = html->depth;
        return;
    }
    begin_known(html, kind, attributes);
}

static void end_known(ds_html *html, ds_element kind)
{
    switch (kind) {
    case DS_ELEMENT_LINK:
        html->links -= html->links > 0;
        break;
    case DS_ELEMENT_TABLE:
        ds_layout_table_end(html->layout);
        break;
    case DS_ELEMENT_ROW:
        ds_layout_row_end(html->layout);
        break;
    case DS_ELEMENT_CELL:
    case DS_ELEMENT_HEADER:
        ds_layout_cell_end(html->layout);
        break;
    case DS_ELEMENT_BLOCK:
    case DS_ELEMENT_PRE:
        end_paragraph(html);
        break;
    default:
        break;
    }
}

static void on_end(void *context, const xmlChar *name)
{
    ds_html *html = context;
    const char *tag = (const char *)name;
    if (html->skip_depth == html->depth) {
        html->skip_depth = 0;
        ds_layout_block(html->layout);
    } else if (strcmp(tag, "title") == 0) {
        html->in_title = false;
        html->titled = html->title.len > 0;
    } else if (!html->skip_depth) {
        end_known(html, ds_element_of(tag));
    }
    html->pre_depth = html->pre_depth == html->depth ? 0 : html->pre_depth;
    html->depth -= html->depth > 0;
}

static bool is_blank(ds_str text)
{
    return ds_str_trim(text).len == 0;
}

/* Line feeds of preformatted text are line breaks. */
static void add_lines(ds_html *html, ds_str text)
{
    while (text.len) {
        const char *feed = memchr(text.ptr, '\n', text.len);
        size_t len = feed ? (size_t)(feed - text.ptr) : text.len;
        ds_layout_add(html->layout, ds_str_slice(text, 0, len));
        if (feed) {
            ds_layout_line(html->layout);
        }
        text = ds_str_slice(text, len + (feed != NULL), text.len);
    }
}

static void on_text(void *context, const xmlChar *bytes, int len)
{
    ds_html *html = context;
    ds_str text = {(const char *)bytes, (size_t)len};
    if (html->in_title && !html->skip_depth) {
        if (!html->titled && !html->handed_out && html->title.len + text.len <= MAX_TAG_BYTES) {
            ds_buf_add(&html->title, text);
        }
        return;
    }
    if (html->skip_depth) {
        return;
    }
    if (html->links) {
        html->link_codes += ds_utf8_count(ds_str_trim(text));
    } else if (!is_blank(text)) {
        html->other_text = true;
    }
    if (html->pre_depth) {
        add_lines(html, text);
    } else {
        ds_layout_add(html->layout, text);
    }
}

/* ---- feeding ---------------------------------------------------------- */

static htmlSAXHandler handler(void)
{
    return (htmlSAXHandler){
        .startElement = on_start,
        .endElement = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = NULL, /* scripts and styles */
    };
}

static void end_parser(ds_html *html)
{
    if (html->parser) {
        htmlFreeParserCtxt(html->parser);
        html->parser = NULL;
    }
}

static ds_status begin_parser(ds_html *html)
{
    htmlSAXHandler events = handler();
    html->parser = htmlCreatePushParserCtxt(&events, html, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!html->parser) {
        return DS_ENOMEM;
    }
    htmlCtxtUseOptions(html->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                         HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                         HTML_PARSE_IGNORE_ENC);
    return DS_OK;
}

/* At least FEED_BYTES, less only at the end: of a damaged page the parser makes what
 * depends on where it is cut, so it is cut alike however it was read.  Status of the
 * last read, DS_OK if there is text. */
static ds_status fill(ds_stream *stream, ds_str *text)
{
    ds_status status = DS_OK;
    *text = ds_stream_text(stream);
    while (status == DS_OK && text->len < FEED_BYTES) {
        status = ds_stream_more(stream);
        *text = ds_stream_text(stream);
    }
    return text->len ? DS_OK : status;
}

/* Gives the parser the next piece. */
static void feed(ds_html *html, ds_stream *stream)
{
    ds_str text;
    ds_status status = fill(stream, &text);
    if (status != DS_OK) {
        html->ended = true;
        html->status = html->status != DS_OK || status == DS_END ? html->status : status;
        htmlParseChunk(html->parser, "", 0, 1);
        return;
    }
    size_t len = text.len < FEED_BYTES ? text.len : FEED_BYTES;
    while (!ds_utf8_boundary(text, len)) {
        len--;
    }
    html->fed += len;
    if (html->fed > DS_HTML_MAX_BYTES || ds_layout_total(html->layout) > MAX_TEXT_BYTES) {
        html->status = DS_ELIMIT;
    } else {
        htmlParseChunk(html->parser, text.ptr, (int)len, 0);
    }
    ds_stream_take(stream, len);
    html->ended = html->ended || html->status != DS_OK;
}

static void forget_page(ds_html *html)
{
    end_parser(html);
    ds_layout_reset(html->layout);
    ds_buf_clear(&html->title);
    ds_buf_clear(&html->heading);
    ds_buf_clear(&html->publisher);
    html->fed = 0;
    html->depth = 0;
    html->skip_depth = 0;
    html->in_title = false;
    html->titled = false;
    html->handed_out = false;
    html->in_head_done = false;
    html->pre_depth = 0;
    html->links = 0;
    html->n_links = 0;
    html->link_codes = 0;
    html->other_text = false;
    html->ended = false;
    html->status = DS_OK;
    html->published[0] = '\0';
}

ds_status ds_html_begin(ds_html *html, ds_stream *stream, const char *path, ds_document *out)
{
    forget_page(html);
    if (begin_parser(html) != DS_OK) {
        return DS_ENOMEM;
    }
    ds_stream_take(stream, ds_html_header_size(ds_stream_text(stream)));
    while (!html->ended && !html->in_head_done && html->fed < HEAD_BYTES) {
        feed(html, stream);
    }
    ds_str title = ds_str_trim(ds_buf_str(html->heading.len ? &html->heading : &html->title));
    *out = (ds_document){.id = ds_str_from(path),
                         .source = ds_str_from(path),
                         .title = title,
                         .publisher = ds_buf_str(&html->publisher),
                         .published = ds_str_from(html->published)};
    html->handed_out = true;
    return html->status == DS_ENOMEM ? DS_ENOMEM : DS_OK;
}

ds_status ds_html_read(ds_html *html, ds_stream *stream, ds_window *out)
{
    while (!html->ended && ds_layout_size(html->layout) <= DS_WINDOW_BYTES) {
        feed(html, stream);
    }
    if (html->status == DS_ENOMEM || ds_layout_failed(html->layout)) {
        return DS_ENOMEM;
    }
    if (ds_layout_window(html->layout, html->ended, out)) {
        return DS_OK;
    }
    return html->status == DS_OK ? DS_END : html->status;
}

ds_status ds_html_new(ds_html **out)
{
    ds_html *html = calloc(1, sizeof *html);
    if (!html) {
        return DS_ENOMEM;
    }
    html->title = ds_buf_make((size_t)2 * MAX_TAG_BYTES);
    html->heading = ds_buf_make(HEAD_BYTES);
    html->publisher = ds_buf_make(HEAD_BYTES);
    if (ds_layout_new(&html->layout) != DS_OK) {
        ds_html_free(html);
        return DS_ENOMEM;
    }
    *out = html;
    return DS_OK;
}

void ds_html_free(ds_html *html)
{
    if (html) {
        end_parser(html);
        ds_layout_free(html->layout);
        ds_buf_free(&html->title);
        ds_buf_free(&html->heading);
        ds_buf_free(&html->publisher);
        free(html);
    }
}
