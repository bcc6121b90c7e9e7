#include "corpus/format_docx.h"

#include "corpus/layout.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_TEXT_BYTES = 64 * 1024 * 1024, /* made of a document: spanning cells multiply */
    PIECE_BYTES = 8 * 1024,
    ERROR_BYTES = 200,
};

struct ds_docx {
    ds_layout *layout;
    xmlParserCtxtPtr parser;
    ds_input *input;
    size_t fed;
    bool ended;
    ds_status status;
    char error[ERROR_BYTES];
    int skip;     /* open elements that are not read, counted from the outermost */
    bool in_text; /* in a w:t */
    bool row_new; /* a row whose properties are being read ... */
    bool row_head;
    bool cell_new; /* ... and a cell */
    ds_cell cell;
};

/* ---- elements --------------------------------------------------------- */

static bool is(const xmlChar *name, const char *other)
{
    return strcmp((const char *)name, other) == 0;
}

/* Deleted and moved text, field instructions, the second telling of a shape. */
static bool is_skipped(const xmlChar *name)
{
    return is(name, "del") || is(name, "moveFrom") || is(name, "instrText") ||
           is(name, "delText") || is(name, "Fallback") || is(name, "rPr") || is(name, "pPr");
}

/* The attribute w:val; empty if there is none. */
static ds_str value_of(int n, const xmlChar **attributes)
{
    for (int i = 0; i < n; i++) { /* name, prefix, address, value, end */
        const xmlChar **one = attributes + (ptrdiff_t)5 * i;
        if (is(one[0], "val")) {
            return (ds_str){(const char *)one[3], (size_t)(one[4] - one[3])};
        }
    }
    return (ds_str){NULL, 0};
}

static unsigned number_of(ds_str text)
{
    unsigned number = 0;
    for (size_t i = 0; i < text.len && i < 3 && text.ptr[i] >= '0' && text.ptr[i] <= '9'; i++) {
        number = number * 10 + (unsigned)(text.ptr[i] - '0');
    }
    return number;
}

static void begin_row(ds_docx *docx)
{
    if (docx->row_new) {
        docx->row_new = false;
        ds_layout_row_begin(docx->layout, docx->row_head);
    }
}

static void begin_cell(ds_docx *docx)
{
    if (docx->cell_new) {
        docx->cell_new = false;
        docx->cell.header = docx->row_head;
        ds_layout_cell_begin(docx->layout, docx->cell);
    }
}

static void begin_table_part(ds_docx *docx, const xmlChar *name, ds_str value)
{
    if (is(name, "tbl")) {
        begin_cell(docx);
        ds_layout_table_begin(docx->layout);
    } else if (is(name, "tr")) {
        docx->row_new = true;
        docx->row_head = false;
    } else if (is(name, "tblHeader")) {
        docx->row_head = !ds_str_equal(value, DS_STR("0")) && !ds_str_equal(value, DS_STR("false"));
    } else if (is(name, "tc")) {
        begin_row(docx);
        docx->cell_new = true;
        docx->cell = (ds_cell){.columns = 1, .rows = 1};
    } else if (is(name, "gridSpan")) {
        docx->cell.columns = number_of(value);
    } else if (is(name, "vMerge")) {
        docx->cell.continues = !ds_str_equal(value, DS_STR("restart"));
    }
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int n_namespaces, const xmlChar **namespaces, int n_attributes,
                     int n_defaulted, const xmlChar **attributes)
{
    (void)prefix, (void)uri, (void)n_namespaces, (void)namespaces, (void)n_defaulted;
    ds_docx *docx = context;
    if (docx->skip || is_skipped(name)) {
        docx->skip++;
        return;
    }
    if (is(name, "p")) {
        begin_cell(docx);
        ds_layout_block(docx->layout);
    } else if (is(name, "t")) {
        docx->in_text = true;
    } else if (is(name, "tab")) {
        ds_layout_add(docx->layout, DS_STR(" "));
    } else if (is(name, "br") || is(name, "cr")) {
        ds_layout_line(docx->layout);
    } else {
        begin_table_part(docx, name, value_of(n_attributes, attributes));
    }
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix, (void)uri;
    ds_docx *docx = context;
    if (docx->skip) {
        docx->skip--;
        return;
    }
    if (is(name, "t")) {
        docx->in_text = false;
    } else if (is(name, "p")) {
        ds_layout_block(docx->layout);
    } else if (is(name, "tc")) {
        begin_cell(docx);
        ds_layout_cell_end(docx->layout);
    } else if (is(name, "tr")) {
        begin_row(docx);
        ds_layout_row_end(docx->layout);
    } else if (is(name, "tbl")) {
        ds_layout_table_end(docx->layout);
    }
}

static void on_text(void *context, const xmlChar *bytes, int len)
{
    ds_docx *docx = context;
    if (docx->in_text && !docx->skip) {
        ds_layout_add(docx->layout, (ds_str){(const char *)bytes, (size_t)len});
    }
}

static void stop(ds_docx *docx, ds_status status, const char *error)
{
    if (docx->status == DS_OK) {
        docx->status = status;
        snprintf(docx->error, sizeof docx->error, "%s", error);
    }
    docx->ended = true;
}

/* No program writes one; whoever does means harm. */
static void on_doctype(void *context, const xmlChar *name, const xmlChar *id, const xmlChar *uri)
{
    (void)name, (void)id, (void)uri;
    ds_docx *docx = context;
    stop(docx, DS_EINVALID, "its XML declares a document type");
    xmlStopParser(docx->parser);
}

static void on_error(void *context, xmlErrorPtr error)
{
    ds_docx *docx = context;
    if (error->level < XML_ERR_FATAL) {
        return;
    }
    char text[ERROR_BYTES];
    int len = snprintf(text, sizeof text, "its XML is damaged: %s",
                       error->message ? error->message : "unknown reason");
    if (len > 0 && (size_t)len < sizeof text && text[len - 1] == '\n') {
        text[len - 1] = '\0';
    }
    stop(docx, error->code == XML_ERR_NO_MEMORY ? DS_ENOMEM : DS_EINVALID, text);
}

/* ---- feeding ---------------------------------------------------------- */

static void end_parser(ds_docx *docx)
{
    if (docx->parser) {
        xmlFreeParserCtxt(docx->parser);
        docx->parser = NULL;
    }
}

static void ignore(void *context, const char *format, ...)
{
    (void)context, (void)format;
}

/* libxml2 tells of bytes that are none in the declared encoding to its own error
 * function, a thread's, which writes to standard error unless it is another. */
static void parse(ds_docx *docx, const char *piece, int len)
{
    xmlGenericErrorFunc before = xmlGenericError;
    void *context = xmlGenericErrorContext;
    xmlSetGenericErrorFunc(NULL, ignore);
    xmlParseChunk(docx->parser, piece, len, len == 0);
    xmlSetGenericErrorFunc(context, before);
}

/* A whole piece, however little each read gives: of damaged XML libxml2 hands out
 * more or less, depending on where it is cut. */
static ssize_t read_piece(ds_input *input, char piece[PIECE_BYTES])
{
    size_t len = 0;
    while (len < PIECE_BYTES) {
        ssize_t got = ds_input_read(input, piece + len, PIECE_BYTES - len);
        if (got <= 0) {
            return len ? (ssize_t)len : got; /* a read that failed fails again */
        }
        len += (size_t)got;
    }
    return (ssize_t)len;
}

static void feed(ds_docx *docx)
{
    char piece[PIECE_BYTES];
    ssize_t got = read_piece(docx->input, piece);
    docx->fed += got > 0 ? (size_t)got : 0;
    if (got < 0) {
        stop(docx, DS_EIO, "");
    } else if (docx->fed > DS_DOCX_MAX_BYTES || ds_layout_total(docx->layout) > MAX_TEXT_BYTES) {
        stop(docx, DS_ELIMIT, "");
    } else {
        parse(docx, piece, (int)got);
        docx->ended = docx->ended || got == 0;
    }
}

ds_status ds_docx_begin(ds_docx *docx, ds_input *input, const char *path, ds_document *out)
{
    end_parser(docx);
    ds_layout_reset(docx->layout);
    *docx = (ds_docx){.layout = docx->layout, .input = input};
    xmlSAXHandler events = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .internalSubset = on_doctype,
        .serror = on_error,
    };
    docx->parser = xmlCreatePushParserCtxt(&events, docx, NULL, 0, NULL);
    if (!docx->parser) {
        return DS_ENOMEM;
    }
    xmlCtxtUseOptions(docx->parser, XML_PARSE_NONET);
    *out = (ds_document){.id = ds_str_from(path), .source = ds_str_from(path)};
    return DS_OK;
}

ds_status ds_docx_read(ds_docx *docx, ds_window *out)
{
    while (!docx->ended && ds_layout_size(docx->layout) <= DS_WINDOW_BYTES) {
        feed(docx);
    }
    if (docx->status == DS_ENOMEM || ds_layout_failed(docx->layout)) {
        return DS_ENOMEM;
    }
    if (ds_layout_window(docx->layout, docx->ended, out)) {
        return DS_OK;
    }
    return docx->status == DS_OK ? DS_END : docx->status;
}

const char *ds_docx_error(const ds_docx *docx)
{
    return docx->error;
}

ds_status ds_docx_new(ds_docx **out)
{
    ds_docx *docx = calloc(1, sizeof *docx);
    if (!docx) {
        return DS_ENOMEM;
    }
    if (ds_layout_new(&docx->layout) != DS_OK) {
        free(docx);
        return DS_ENOMEM;
    }
    *out = docx;
    return DS_OK;
}

void ds_docx_free(ds_docx *docx)
{
    if (docx) {
        end_parser(docx);
        ds_layout_free(docx->layout);
        free(docx);
    }
}
