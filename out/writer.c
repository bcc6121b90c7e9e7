#include "out/writer.h"

#include "corpus/text/buffer.h"
#include "corpus/text/utf8.h"

#include <errno.h>
#include <stdlib.h>

/* A line holds at most a window of text a few times over (text, evidence). */
enum { MAX_LINE_BYTES = 64 * 1024 * 1024 };

struct ds_writer {
    FILE *stream;
    ds_buf *into; /* instead of the stream, or NULL */
    ds_buf line;
    bool in_row;
    bool first;   /* of its row */
    bool invalid; /* a view of the current deal is not what deal.h asks for */
    int error;    /* errno of the first failed write, 0: none */
    size_t count;
};

ds_status ds_writer_new(ds_writer **out, FILE *stream)
{
    ds_writer *writer = calloc(1, sizeof *writer);
    if (!writer) {
        return DS_ENOMEM;
    }
    writer->stream = stream;
    writer->line = ds_buf_make(MAX_LINE_BYTES);
    *out = writer;
    return DS_OK;
}

void ds_writer_free(ds_writer *writer)
{
    if (writer) {
        ds_buf_free(&writer->line);
        free(writer);
    }
}

size_t ds_writer_count(const ds_writer *writer)
{
    return writer->count;
}

/* RFC 8259 asks for escapes of these only; Chinese stays as it is. */
static bool needs_escape(unsigned char byte)
{
    return byte < ' ' || byte == '"' || byte == '\\';
}

static void add_escape(ds_buf *line, unsigned char byte)
{
    switch (byte) {
    case '"':
        ds_buf_add(line, DS_STR("\\\""));
        break;
    case '\\':
        ds_buf_add(line, DS_STR("\\\\"));
        break;
    case '\n':
        ds_buf_add(line, DS_STR("\\n"));
        break;
    case '\r':
        ds_buf_add(line, DS_STR("\\r"));
        break;
    case '\t':
        ds_buf_add(line, DS_STR("\\t"));
        break;
    default:
        ds_buf_add(line, DS_STR("\\u00"));
        ds_buf_add_char(line, "0123456789abcdef"[byte >> 4]);
        ds_buf_add_char(line, "0123456789abcdef"[byte & 15]);
    }
}

static void add_string(ds_writer *writer, ds_str text)
{
    writer->invalid |= ds_utf8_valid(text) != text.len;
    ds_buf *line = &writer->line;
    ds_buf_add_char(line, '"');
    size_t run = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (needs_escape((unsigned char)text.ptr[i])) {
            ds_buf_add(line, ds_str_slice(text, run, i));
            add_escape(line, (unsigned char)text.ptr[i]);
            run = i + 1;
        }
    }
    ds_buf_add(line, ds_str_slice(text, run, text.len));
    ds_buf_add_char(line, '"');
}

/* "key": behind a comma unless it is the object's first. */
static void add_key(ds_writer *writer, ds_str key)
{
    ds_buf *line = &writer->line;
    if (line->len && line->ptr[line->len - 1] != '{') {
        ds_buf_add_char(line, ',');
    }
    ds_buf_add_char(line, '"');
    ds_buf_add(line, key);
    ds_buf_add(line, DS_STR("\":"));
}

static void add_text(ds_writer *writer, ds_str key, ds_str value)
{
    add_key(writer, key);
    if (value.len) {
        add_string(writer, value);
    } else {
        ds_buf_add(&writer->line, DS_STR("null"));
    }
}

/* For the keys that are never null. */
static void add_required(ds_writer *writer, ds_str key, ds_str value)
{
    writer->invalid |= value.len == 0;
    add_text(writer, key, value);
}

static size_t skip_digits(ds_str text, size_t at)
{
    while (at < text.len && ds_code_is_digit((unsigned char)text.ptr[at])) {
        at++;
    }
    return at;
}

/* JSON's number without exponent: -? (0 | [1-9][0-9]*) (. [0-9]+)? */
static bool is_plain_number(ds_str text)
{
    size_t at = text.len && text.ptr[0] == '-' ? 1 : 0;
    size_t whole = skip_digits(text, at);
    if (whole == at || (text.ptr[at] == '0' && whole > at + 1)) {
        return false;
    }
    if (whole == text.len) {
        return true;
    }
    return text.ptr[whole] == '.' && whole + 1 < text.len &&
           skip_digits(text, whole + 1) == text.len;
}

static void add_number(ds_writer *writer, ds_str key, ds_str value)
{
    add_key(writer, key);
    if (value.len) {
        writer->invalid |= !is_plain_number(value);
        ds_buf_add(&writer->line, value);
    } else {
        ds_buf_add(&writer->line, DS_STR("null"));
    }
}

static void add_size(ds_writer *writer, ds_str key, size_t value)
{
    char digits[20]; /* of 2^64 */
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    add_key(writer, key);
    ds_buf_add(&writer->line, (ds_str){digits + at, sizeof digits - at});
}

static void add_list(ds_writer *writer, ds_str key, ds_str_list list)
{
    add_key(writer, key);
    ds_buf_add_char(&writer->line, '[');
    for (size_t i = 0; i < list.n_items; i++) {
        if (i) {
            ds_buf_add_char(&writer->line, ',');
        }
        add_string(writer, list.items[i]);
    }
    ds_buf_add_char(&writer->line, ']');
}

static void add_document(ds_writer *writer, const ds_deal_document *doc)
{
    add_key(writer, DS_STR("doc"));
    ds_buf_add_char(&writer->line, '{');
    add_required(writer, DS_STR("id"), doc->id);
    add_required(writer, DS_STR("source"), doc->source);
    add_text(writer, DS_STR("title"), doc->title);
    add_text(writer, DS_STR("publisher"), doc->publisher);
    add_text(writer, DS_STR("published"), doc->published);
    add_text(writer, DS_STR("hash"), doc->hash);
    ds_buf_add_char(&writer->line, '}');
}

static void add_evidence(ds_writer *writer, const ds_evidence *row)
{
    ds_buf_add_char(&writer->line, '{');
    add_required(writer, DS_STR("field"), row->field);
    add_key(writer, DS_STR("value"));
    if (row->value.ptr) {
        add_string(writer, row->value);
    } else {
        ds_buf_add(&writer->line, DS_STR("null"));
    }
    add_key(writer, DS_STR("text"));
    add_string(writer, row->text);
    add_size(writer, DS_STR("start"), row->start);
    add_size(writer, DS_STR("end"), row->end);
    if (row->page) {
        add_size(writer, DS_STR("page"), row->page);
    } else {
        add_text(writer, DS_STR("page"), (ds_str){NULL, 0});
    }
    ds_buf_add_char(&writer->line, '}');
}

static void add_all_evidence(ds_writer *writer, const ds_deal *deal)
{
    add_key(writer, DS_STR("evidence"));
    ds_buf_add_char(&writer->line, '[');
    for (size_t i = 0; i < deal->n_evidence; i++) {
        if (i) {
            ds_buf_add_char(&writer->line, ',');
        }
        add_evidence(writer, &deal->evidence[i]);
    }
    ds_buf_add_char(&writer->line, ']');
}

static void add_value(ds_writer *writer, const ds_deal *deal)
{
    add_text(writer, DS_STR("subject"), deal->subject);
    add_number(writer, DS_STR("amount"), deal->amount);
    add_number(writer, DS_STR("amount_min"), deal->amount_min);
    add_number(writer, DS_STR("amount_max"), deal->amount_max);
    add_text(writer, DS_STR("amount_qualifier"), deal->amount_qualifier);
    add_text(writer, DS_STR("currency"), deal->currency);
    add_number(writer, DS_STR("stake"), deal->stake);
    add_list(writer, DS_STR("payment"), deal->payment);
}

static void add_dates(ds_writer *writer, const ds_deal *deal)
{
    add_text(writer, DS_STR("date"), deal->date);
    add_text(writer, DS_STR("date_start"), deal->date_start);
    add_text(writer, DS_STR("date_end"), deal->date_end);
    add_text(writer, DS_STR("date_basis"), deal->date_basis);
    add_text(writer, DS_STR("announced"), deal->announced);
    add_text(writer, DS_STR("completed"), deal->completed);
    add_text(writer, DS_STR("terminated"), deal->terminated);
}

/* The record in the order of its keys. */
static void add_deal(ds_writer *writer, const ds_deal *deal)
{
    ds_buf_add_char(&writer->line, '{');
    add_text(writer, DS_STR("schema"), DS_STR(DS_DEAL_SCHEMA));
    add_required(writer, DS_STR("id"), deal->id);
    add_text(writer, DS_STR("deal_key"), deal->deal_key);
    add_document(writer, &deal->doc);
    add_required(writer, DS_STR("kind"), deal->kind);
    add_required(writer, DS_STR("status"), deal->status);
    add_required(writer, DS_STR("factuality"), deal->factuality);
    add_list(writer, DS_STR("acquirer"), deal->acquirer);
    add_list(writer, DS_STR("target"), deal->target);
    add_list(writer, DS_STR("seller"), deal->seller);
    add_list(writer, DS_STR("anonymous"), deal->anonymous);
    add_value(writer, deal);
    add_dates(writer, deal);
    add_list(writer, DS_STR("rate_class"), deal->rate_class);
    add_list(writer, DS_STR("motive"), deal->motive);
    writer->invalid |= deal->confidence.len == 0;
    add_number(writer, DS_STR("confidence"), deal->confidence);
    add_list(writer, DS_STR("flags"), deal->flags);
    add_all_evidence(writer, deal);
    add_required(writer, DS_STR("text"), deal->text);
    add_required(writer, DS_STR("rule"), deal->rule);
    ds_buf_add_char(&writer->line, '}');
}

/* The first error tells why; later ones only that it did not get better. */
static ds_status write_failed(ds_writer *writer)
{
    writer->error = writer->error ? writer->error : errno ? errno : EIO;
    errno = writer->error;
    return DS_EIO;
}

static ds_status put_line(ds_writer *writer)
{
    if (writer->line.failed) {
        return DS_ENOMEM;
    }
    if (writer->invalid) {
        return DS_EINVALID;
    }
    if (writer->into) {
        ds_buf_add(writer->into, ds_buf_str(&writer->line));
        return writer->into->failed ? DS_ENOMEM : DS_OK;
    }
    if (fwrite(writer->line.ptr, 1, writer->line.len, writer->stream) != writer->line.len) {
        return write_failed(writer);
    }
    return DS_OK;
}

static void start_line(ds_writer *writer)
{
    ds_buf_clear(&writer->line);
    writer->invalid = false;
}

void ds_writer_aim(ds_writer *writer, ds_buf *into)
{
    writer->into = into;
}

ds_status ds_writer_add(ds_writer *writer, const ds_deal *deal)
{
    start_line(writer);
    if (writer->in_row && !writer->first) {
        ds_buf_add_char(&writer->line, ',');
    }
    add_deal(writer, deal);
    if (!writer->in_row) {
        ds_buf_add_char(&writer->line, '\n');
    }
    ds_status status = put_line(writer);
    writer->count += status == DS_OK;
    writer->first = writer->first && status != DS_OK;
    return status;
}

ds_status ds_writer_begin_row(ds_writer *writer, ds_str id)
{
    start_line(writer);
    ds_buf_add_char(&writer->line, '{');
    add_required(writer, DS_STR("id"), id);
    ds_buf_add(&writer->line, DS_STR(",\"deals\":["));
    writer->in_row = true;
    writer->first = true;
    return put_line(writer);
}

ds_status ds_writer_end_row(ds_writer *writer, ds_str error)
{
    start_line(writer);
    ds_buf_add_char(&writer->line, ']');
    add_text(writer, DS_STR("error"), error);
    ds_buf_add(&writer->line, DS_STR("}\n"));
    writer->in_row = false;
    return put_line(writer);
}

ds_status ds_writer_end(ds_writer *writer)
{
    if (fflush(writer->stream) != 0 || ferror(writer->stream) || writer->error) {
        return write_failed(writer);
    }
    return DS_OK;
}
