#include "rules/piece.h"

#include "corpus/text/utf8.h"

/* U+2026, as in compile.c. */
static const ds_str gap_sign = DS_STR_INIT("\xE2\x80\xA6");

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

size_t ds_piece_escape_end(ds_str text, size_t at)
{
    size_t size;
    if (at + 1 >= text.len) {
        return text.len;
    }
    unsigned char next = (unsigned char)text.ptr[at + 1];
    (void)ds_utf8_at(text, at + 1, &size);
    size_t end = at + 1 + size;
    if (next == 'Q') {
        size_t close = ds_str_find(text, DS_STR("\\E"), end);
        return close == SIZE_MAX ? text.len : close + 2;
    }
    if (strchr("pPxoNgk", next) && end < text.len && text.ptr[end] == '{') {
        size_t close = ds_str_find(text, DS_STR("}"), end);
        return close == SIZE_MAX ? text.len : close + 1;
    }
    return end;
}

size_t ds_piece_class_end(ds_str text, size_t at)
{
    size_t i = at + 1;
    i += i < text.len && text.ptr[i] == '^';
    i += i < text.len && text.ptr[i] == ']';
    while (i < text.len && text.ptr[i] != ']') {
        if (text.ptr[i] == '\\') {
            i = ds_piece_escape_end(text, i);
        } else if (text.ptr[i] == '[' && i + 1 < text.len && text.ptr[i + 1] == ':') {
            size_t close = ds_str_find(text, DS_STR(":]"), i + 2);
            i = close == SIZE_MAX ? i + 1 : close + 2;
        } else {
            i++;
        }
    }
    return i < text.len ? i + 1 : text.len;
}

size_t ds_piece_comment_end(ds_str text, size_t at)
{
    size_t feed = ds_str_find(text, DS_STR("\n"), at);
    return feed == SIZE_MAX ? text.len : feed + 1;
}

/* One past the escape, class, comment or character at `at`; brackets are
 * characters here. */
static size_t token_end(ds_str text, size_t at)
{
    switch (text.ptr[at]) {
    case '\\':
        return ds_piece_escape_end(text, at);
    case '[':
        return ds_piece_class_end(text, at);
    case '#':
        return ds_piece_comment_end(text, at);
    default:
        break;
    }
    if (ds_str_starts(ds_str_slice(text, at, text.len), DS_STR("(?#"))) {
        size_t close = ds_str_find(text, DS_STR(")"), at);
        return close == SIZE_MAX ? text.len : close + 1;
    }
    size_t size;
    (void)ds_utf8_at(text, at, &size);
    return at + size;
}

size_t ds_piece_group_end(ds_str text, size_t at)
{
    size_t depth = 0;
    while (at < text.len) {
        size_t end = token_end(text, at);
        if (end == at + 1) {
            depth += text.ptr[at] == '(';
            depth -= text.ptr[at] == ')' && depth > 0;
        }
        at = end;
        if (depth == 0) {
            break;
        }
    }
    return at;
}

bool ds_piece_branch(ds_str pattern, size_t *at, ds_str *out)
{
    size_t begin = *at;
    size_t i = begin;
    if (begin > pattern.len) {
        return false;
    }
    while (i < pattern.len && pattern.ptr[i] != '|') {
        i = pattern.ptr[i] == '(' ? ds_piece_group_end(pattern, i) : token_end(pattern, i);
    }
    *out = ds_str_slice(pattern, begin, i);
    *at = i + 1;
    return true;
}

static size_t skip_white(ds_str text, size_t at)
{
    while (at < text.len) {
        bool comment =
            text.ptr[at] == '#' || ds_str_starts(ds_str_slice(text, at, text.len), DS_STR("(?#"));
        if (!is_white(text.ptr[at]) && !comment) {
            break;
        }
        at = comment ? token_end(text, at) : at + 1;
    }
    return at;
}

/* {2} or {1,3}; {name} is no quantifier. */
static size_t braces_end(ds_str text, size_t at)
{
    size_t i = at + 1;
    while (i < text.len && (ds_code_is_digit((unsigned char)text.ptr[i]) || text.ptr[i] == ',')) {
        i++;
    }
    return i > at + 1 && i < text.len && text.ptr[i] == '}' ? i + 1 : at;
}

/* One past the quantifier behind an atom that ends at `at`, white space before
 * it included; `at` if there is none. */
static size_t quantifier_end(ds_str text, size_t at, bool *optional)
{
    size_t i = skip_white(text, at);
    if (i >= text.len) {
        return at;
    }
    char sign = text.ptr[i];
    size_t end = sign == '{' ? braces_end(text, i) : i + (strchr("?*+", sign) ? 1 : 0);
    if (end == i) {
        return at;
    }
    *optional = sign == '?' || sign == '*' ||
                (sign == '{' && (text.ptr[i + 1] == '0' || text.ptr[i + 1] == ','));
    return end + (end < text.len && (text.ptr[end] == '?' || text.ptr[end] == '+'));
}

static ds_piece_kind kind_of_escape(char letter)
{
    if (letter == 'A') {
        return DS_PIECE_BEGIN;
    }
    if (letter == 'z' || letter == 'Z') {
        return DS_PIECE_END;
    }
    if (strchr("bBGKEQ", letter)) {
        return letter == 'Q' ? DS_PIECE_WORD : DS_PIECE_LOOK;
    }
    bool plain =
        !ds_code_is_latin((unsigned char)letter) && !ds_code_is_digit((unsigned char)letter);
    return plain ? DS_PIECE_WORD : DS_PIECE_CLASS;
}

static ds_piece_kind kind_of_group(ds_str group)
{
    static const ds_str looks[] = {DS_STR_INIT("(?="), DS_STR_INIT("(?!"), DS_STR_INIT("(?<="),
                                   DS_STR_INIT("(?<!"), DS_STR_INIT("(*")};
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
        if (ds_str_starts(group, looks[i])) {
            return DS_PIECE_LOOK;
        }
    }
    return DS_PIECE_GROUP;
}

/* The atom at `at` without its quantifier: one past it. */
static size_t atom_end(ds_str text, size_t at, ds_piece_kind *kind)
{
    ds_str rest = ds_str_slice(text, at, text.len);
    char first = text.ptr[at];
    *kind = DS_PIECE_WORD;
    if (ds_str_starts(rest, gap_sign)) {
        *kind = DS_PIECE_GAP;
        return at + gap_sign.len;
    }
    if (first == '(') {
        size_t end = ds_piece_group_end(text, at);
        *kind = kind_of_group(ds_str_slice(text, at, end));
        return end;
    }
    if (first == '{') {
        size_t close = ds_str_find(text, DS_STR("}"), at);
        *kind = DS_PIECE_NAME;
        return close == SIZE_MAX ? at + 1 : close + 1;
    }
    if (first == '\\' && at + 1 < text.len) {
        *kind = kind_of_escape(text.ptr[at + 1]);
    } else if (first == '[' || first == '.') {
        *kind = DS_PIECE_CLASS;
    } else if (first == '^' || first == '$') {
        *kind = first == '^' ? DS_PIECE_BEGIN : DS_PIECE_END;
    }
    return token_end(text, at);
}

size_t ds_piece_split(ds_str branch, ds_piece out[DS_PIECES_MAX])
{
    size_t n = 0;
    size_t at = skip_white(branch, 0);
    bool joins = false; /* the part before is a word that may grow */
    while (at < branch.len && n < DS_PIECES_MAX) {
        ds_piece part = {.optional = false};
        size_t end = atom_end(branch, at, &part.kind);
        part.optional = part.kind == DS_PIECE_GAP;
        size_t full = quantifier_end(branch, end, &part.optional);
        part.text = ds_str_slice(branch, at, full);
        bool word = part.kind == DS_PIECE_WORD && full == end;
        if (joins && word) {
            out[n - 1].text.len += part.text.len;
        } else {
            out[n++] = part;
        }
        at = skip_white(branch, full);
        joins = word && at == full;
    }
    return n;
}
