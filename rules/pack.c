#include "rules/pack.h"

#include "corpus/text/utf8.h"
#include "rules/grammar.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

/* libxml2 itself refuses deeper trees. */
enum { MAX_DEPTH = 256 };
/* What libxml2 says is a sentence and a name or two. */
enum { XML_MESSAGE_BYTES = 256 };

static bool skip_past(ds_str bytes, size_t *at, ds_str open, ds_str close)
{
    ds_str rest = ds_str_slice(bytes, *at, bytes.len);
    if (!ds_str_starts(rest, open)) {
        return false;
    }
    size_t end = ds_str_find(bytes, close, *at + open.len);
    *at = end == SIZE_MAX ? bytes.len : end + close.len;
    return true;
}

/* Comments, CDATA sections and processing instructions. */
static bool skip_markup(ds_str bytes, size_t *at)
{
    return skip_past(bytes, at, DS_STR("<!--"), DS_STR("-->")) ||
           skip_past(bytes, at, DS_STR("<![CDATA["), DS_STR("]]>")) ||
           skip_past(bytes, at, DS_STR("<?"), DS_STR("?>"));
}

/* One past the '>' of the tag at `at`. */
static size_t tag_end(ds_str bytes, size_t at)
{
    char quote = '\0';
    for (; at < bytes.len; at++) {
        char byte = bytes.ptr[at];
        if (quote) {
            if (byte == quote) {
                quote = '\0';
            }
        } else if (byte == '"' || byte == '\'') {
            quote = byte;
        } else if (byte == '>') {
            return at + 1;
        }
    }
    return bytes.len;
}

/* Start tags in document order: the n-th is the tree's n-th element. */
static ds_status scan_elements(ds_pack *pack)
{
    ds_str bytes = pack->bytes;
    size_t open[MAX_DEPTH];
    size_t depth = 0;
    size_t cap = 0;
    size_t at = 0;
    size_t line = 1;
    size_t counted = 0; /* bytes whose line feeds are in line */
    while ((at = ds_str_find(bytes, DS_STR("<"), at)) != SIZE_MAX) {
        if (skip_markup(bytes, &at)) {
            continue;
        }
        size_t end = tag_end(bytes, at);
        if (bytes.ptr[at + 1] == '/') {
            if (depth) {
                pack->elements[open[--depth]].inner.end = at;
            }
            at = end;
            continue;
        }
        if (pack->n_elements == cap) {
            cap = cap ? cap * 2 : 64;
            ds_element *grown = realloc(pack->elements, cap * sizeof *grown);
            if (!grown) {
                return DS_ENOMEM;
            }
            pack->elements = grown;
        }
        for (; counted < at; counted++) {
            line += bytes.ptr[counted] == '\n';
        }
        pack->elements[pack->n_elements] = (ds_element){at, {end, end}, line};
        if (bytes.ptr[end - 2] != '/' && depth < MAX_DEPTH) {
            open[depth++] = pack->n_elements;
        }
        pack->n_elements++;
        at = end;
    }
    return DS_OK;
}

/* Gives each element of the tree its number, from 1, in _private. */
static size_t number_elements(xmlNode *node, size_t number)
{
    for (; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE) {
            node->_private = (void *)(uintptr_t)++number;
            number = number_elements(node->children, number);
        }
    }
    return number;
}

static size_t trimmed_len(const char *message)
{
    size_t len = message ? strlen(message) : 0;
    while (len && (message[len - 1] == '\n' || message[len - 1] == ' ')) {
        len--;
    }
    return len;
}

/* libxml2 goes on behind a mistake and is led astray by it: the first one counts. */
typedef struct xml_fault {
    xmlParserCtxt *parser; /* of the file; entities may have their own */
    bool any;
    int code;
    size_t byte; /* of the file, where it stopped reading */
    char message[XML_MESSAGE_BYTES];
} xml_fault;

static size_t bytes_read(xmlParserCtxt *parser)
{
    if (parser->inputNr > 1) { /* in an entity */
        const xmlParserInput *file = parser->inputTab[0];
        return (size_t)file->consumed + (size_t)(file->cur - file->base);
    }
    long read = xmlByteConsumed(parser);
    return read > 0 ? (size_t)read : 0;
}

static void keep_first(void *payload, xmlErrorPtr error)
{
    xmlParserCtxt *parser = payload;
    xml_fault *fault = parser->_private;
    /* "error parsing attribute name" comes before the tag that has no end. */
    bool better = error->code == XML_ERR_GT_REQUIRED && fault->code == XML_ERR_NAME_REQUIRED;
    if ((!fault->any || better) && error->level == XML_ERR_FATAL) {
        fault->any = true;
        fault->code = error->code;
        fault->byte = bytes_read(fault->parser);
        snprintf(fault->message, sizeof fault->message, "%.*s", (int)trimmed_len(error->message),
                 error->message ? error->message : "");
    }
}

/* The '<' or '&' behind which no name follows: the mistake of who knows regexes,
 * as in (?<!a).  SIZE_MAX: it is another one. */
static size_t bare_sign(ds_str bytes, size_t at, int code)
{
    if (code == XML_ERR_NAME_REQUIRED && at > 0 && strchr("<&", bytes.ptr[at - 1])) {
        return at - 1;
    }
    if (code != XML_ERR_ENTITYREF_SEMICOL_MISSING) {
        return SIZE_MAX;
    }
    while (at > 0 && bytes.ptr[at - 1] != '&') {
        at--;
    }
    return at ? at - 1 : SIZE_MAX;
}

static ds_status complain_fault(const ds_pack *pack, const xml_fault *fault, ds_diag *diag)
{
    size_t at = fault->byte < pack->bytes.len ? fault->byte : pack->bytes.len;
    size_t bare = bare_sign(pack->bytes, at, fault->code);
    ds_where where =
        ds_file_where(pack->bytes, bare < at ? bare : at, (ds_where){pack->path, 1, 1});
    bool high = at < pack->bytes.len && (unsigned char)pack->bytes.ptr[at] >= 0x80;
    if (fault->code == XML_ERR_INVALID_ENCODING || (fault->code == XML_ERR_INVALID_CHAR && high)) {
        return ds_diag_fail(diag, DS_EINVALID, where,
                            "bytes that are not UTF-8; save the file as UTF-8");
    }
    const char *advice = bare < at ? "; in a pattern '<' is written &lt; and '&' is written &amp;"
                         : fault->code == XML_ERR_ATTRIBUTE_NOT_STARTED
                             ? "; attributes stand in plain quotes, as in id=\"x\""
                             : "";
    return ds_diag_fail(diag, DS_EINVALID, where, "not well-formed XML: %s%s",
                        fault->any ? fault->message : "not XML", advice);
}

static ds_status parse(ds_pack *pack, ds_diag *diag)
{
    xmlParserCtxt *parser = xmlNewParserCtxt();
    if (!parser) {
        return DS_ENOMEM;
    }
    xml_fault fault = {.parser = parser};
    parser->_private = &fault;
    parser->sax->serror = keep_first;
    pack->doc = xmlCtxtReadMemory(parser, pack->bytes.ptr, (int)pack->bytes.len, pack->path, NULL,
                                  XML_PARSE_NONET | XML_PARSE_COMPACT);
    xmlFreeParserCtxt(parser);
    return pack->doc ? DS_OK : complain_fault(pack, &fault, diag);
}

static ds_status check_document(ds_pack *pack, ds_diag *diag)
{
    const char *encoding = (const char *)pack->doc->encoding;
    if (encoding && strcasecmp(encoding, "UTF-8") != 0) {
        return ds_diag_fail(diag, DS_EINVALID, (ds_where){pack->path, 1, 1},
                            "encoding is %s; a pack must be UTF-8", encoding);
    }
    if (pack->doc->intSubset) {
        size_t at = ds_str_find(pack->bytes, DS_STR("<!DOCTYPE"), 0);
        return ds_diag_fail(diag, DS_EINVALID, ds_pack_where(pack, at),
                            "a pack has no DOCTYPE; take it out");
    }
    ds_status status = scan_elements(pack);
    if (status == DS_OK && number_elements(pack->doc->children, 0) != pack->n_elements) {
        status = ds_diag_fail(diag, DS_EINVALID, (ds_where){pack->path, 0, 0},
                              "tags and tree disagree; is there an unusual construct?");
    }
    return status;
}

ds_status ds_pack_read(ds_pack **out, const char *path, ds_where named_at, ds_arena *arena,
                       ds_diag *diag)
{
    ds_pack *pack = calloc(1, sizeof *pack);
    if (!pack) {
        return DS_ENOMEM;
    }
    pack->path = ds_arena_copy(arena, ds_str_from(path)).ptr;
    ds_status status = pack->path ? DS_OK : DS_ENOMEM;
    if (status == DS_OK) {
        status = ds_file_read_stamped(&pack->bytes, &pack->stamp, pack->path, named_at, diag);
    }
    if (status == DS_OK) {
        status = parse(pack, diag);
    }
    if (status == DS_OK) {
        status = check_document(pack, diag);
    }
    if (status != DS_OK) {
        ds_pack_free(pack);
        return status;
    }
    *out = pack;
    return DS_OK;
}

typedef struct validation {
    const ds_pack *pack;
    ds_diag *diag;
} validation;

static void report_schema_error(void *payload, xmlErrorPtr error)
{
    const validation *run = payload;
    const xmlNode *node = error->node;
    while (node && node->type != XML_ELEMENT_NODE) {
        node = node->parent;
    }
    ds_where where = {run->pack->path, 0, 0};
    if (node) {
        where = ds_pack_where_element(run->pack, node);
    }
    ds_diag_report(run->diag, DS_LEVEL_ERROR, where, "%.*s (rules.rng)",
                   (int)trimmed_len(error->message), error->message);
}

ds_status ds_pack_validate(const ds_pack *pack, ds_diag *diag)
{
    xmlRelaxNGParserCtxt *parser =
        xmlRelaxNGNewMemParserCtxt((const char *)ds_rules_schema, (int)ds_rules_schema_bytes);
    xmlRelaxNG *schema = parser ? xmlRelaxNGParse(parser) : NULL;
    xmlRelaxNGValidCtxt *valid = schema ? xmlRelaxNGNewValidCtxt(schema) : NULL;
    ds_status status = DS_ENOMEM;
    if (valid) {
        validation run = {pack, diag};
        xmlRelaxNGSetValidStructuredErrors(valid, report_schema_error, &run);
        status = xmlRelaxNGValidateDoc(valid, pack->doc) == 0 ? DS_OK : DS_EINVALID;
    }
    xmlRelaxNGFreeValidCtxt(valid);
    xmlRelaxNGFree(schema);
    xmlRelaxNGFreeParserCtxt(parser);
    return status;
}

const ds_element *ds_pack_element(const ds_pack *pack, const xmlNode *node)
{
    return &pack->elements[(uintptr_t)node->_private - 1];
}

ds_where ds_pack_where(const ds_pack *pack, size_t byte)
{
    size_t low = 0; /* the last element that begins at or before byte */
    for (size_t high = pack->n_elements; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (pack->elements[middle].begin <= byte) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    ds_where near = {pack->path, low ? pack->elements[low - 1].line : 1, 1};
    size_t from = low ? pack->elements[low - 1].begin : 0;
    while (from > 0 && pack->bytes.ptr[from - 1] != '\n') {
        from--;
    }
    return ds_file_where(ds_str_slice(pack->bytes, from, pack->bytes.len), byte - from, near);
}

ds_where ds_pack_where_element(const ds_pack *pack, const xmlNode *node)
{
    return ds_pack_where(pack, ds_pack_element(pack, node)->begin);
}

/* Passes over `name = "value"` pairs of the start tag until the name fits. */
static size_t find_attribute(ds_str tag, ds_str name)
{
    size_t at = tag.ptr ? 1 : tag.len;
    while (at < tag.len && !strchr(" \t\r\n/>", tag.ptr[at])) {
        at++;
    }
    while (at < tag.len) {
        while (at < tag.len && strchr(" \t\r\n", tag.ptr[at])) {
            at++;
        }
        size_t begin = at;
        while (at < tag.len && !strchr(" \t\r\n=", tag.ptr[at])) {
            at++;
        }
        if (ds_str_equal(ds_str_slice(tag, begin, at), name)) {
            return begin;
        }
        while (at < tag.len && tag.ptr[at] != '"' && tag.ptr[at] != '\'') {
            at++;
        }
        size_t open = at;
        do {
            at++;
        } while (at < tag.len && tag.ptr[at] != tag.ptr[open]);
        at++;
    }
    return SIZE_MAX;
}

ds_where ds_pack_where_attribute(const ds_pack *pack, const xmlNode *node, const char *name)
{
    const ds_element *element = ds_pack_element(pack, node);
    ds_str tag = ds_str_slice(pack->bytes, element->begin, element->inner.begin);
    size_t at = find_attribute(tag, ds_str_from(name));
    return ds_pack_where(pack, element->begin + (at == SIZE_MAX ? 0 : at));
}

ds_str ds_pack_value(const xmlNode *node, const char *name, ds_arena *arena)
{
    xmlChar *value = xmlGetNoNsProp((xmlNode *)node, (const xmlChar *)name);
    ds_str copy = {NULL, 0};
    if (value) {
        copy = ds_arena_copy(arena, ds_str_from((const char *)value));
        xmlFree(value);
    }
    return copy;
}

/* The code point of the reference raw[at..end), which begins with '&' and ends
 * before ';'. */
static unsigned reference(ds_str name)
{
    static const struct {
        ds_str name;
        unsigned code;
    } known[] = {
        {DS_STR_INIT("lt"), '<'},   {DS_STR_INIT("gt"), '>'},    {DS_STR_INIT("amp"), '&'},
        {DS_STR_INIT("quot"), '"'}, {DS_STR_INIT("apos"), '\''},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (ds_str_equal(name, known[i].name)) {
            return known[i].code;
        }
    }
    bool hex = name.len > 1 && name.ptr[1] == 'x';
    return (unsigned)strtoul(name.ptr + (hex ? 2 : 1), NULL, hex ? 16 : 10);
}

/* The text of one piece of raw XML at *at, which moves behind it. */
static ds_str next_piece(ds_str raw, size_t *at, char space[4])
{
    size_t begin = *at;
    char first = raw.ptr[begin];
    if (ds_str_starts(ds_str_slice(raw, begin, raw.len), DS_STR("<![CDATA["))) {
        *at += 9; /* its text comes as plain pieces; ds_pack_decode sees the end */
        return (ds_str){raw.ptr + *at, 0};
    }
    if (first == '<') {
        if (!skip_markup(raw, at)) {
            *at = tag_end(raw, begin);
        }
        return (ds_str){raw.ptr + begin, 0};
    }
    if (first == '&') {
        size_t end = ds_str_find(raw, DS_STR(";"), begin);
        end = end == SIZE_MAX ? raw.len : end;
        *at = end < raw.len ? end + 1 : end;
        return (ds_str){space, ds_utf8_write(reference(ds_str_slice(raw, begin + 1, end)), space)};
    }
    size_t size = ds_utf8_size((unsigned char)first);
    *at = begin + size < raw.len ? begin + size : raw.len;
    if (first == '\r') {
        space[0] = '\n';
        *at += *at < raw.len && raw.ptr[*at] == '\n';
        return (ds_str){space, 1};
    }
    return ds_str_slice(raw, begin, *at);
}

size_t ds_pack_decode(ds_str raw, ds_buf *out, size_t stop)
{
    size_t at = 0;
    size_t cdata_end = 0; /* inside a CDATA section: where its "]]>" stands */
    while (at < raw.len) {
        size_t begin = at;
        char space[4];
        ds_str piece;
        if (cdata_end && at == cdata_end) {
            at += 3;
            cdata_end = 0;
            continue;
        }
        if (cdata_end) {
            size_t size = ds_utf8_size((unsigned char)raw.ptr[at]);
            piece = ds_str_slice(raw, at, at + size);
            at += size;
        } else {
            piece = next_piece(raw, &at, space);
            if (raw.ptr[begin] == '<' && raw.len - begin > 2 && raw.ptr[begin + 2] == '[') {
                cdata_end = ds_str_find(raw, DS_STR("]]>"), at);
            }
        }
        if (out->len + piece.len > stop) {
            return begin;
        }
        ds_buf_add(out, piece);
    }
    return raw.len;
}

void ds_pack_free(ds_pack *pack)
{
    if (pack) {
        xmlFreeDoc(pack->doc);
        free((char *)pack->bytes.ptr);
        free(pack->elements);
        free(pack);
    }
}
