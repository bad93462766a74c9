package dev.firebreak.hardening;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Documents that RFC 8259 does not allow, made from its grammar: each production once broken at
 * each of its places. By a name that says what is wrong.
 */
final class NoJson {
  private static final byte[] ALONE = {(byte) 0xe5};
  private static final byte[] CONTINUATION = {(byte) 0x80};
  private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final Map<String, byte[]> all = new LinkedHashMap<>();

  private NoJson() {
    numbers();
    words();
    strings();
    arrays();
    objects();
    structure();
    bytes();
  }

  /** All of them. */
  static Map<String, byte[]> documents() {
    return new NoJson().all;
  }

  private void add(String what, Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object p : parts) {
      out.writeBytes(p instanceof byte[] b ? b : p.toString().getBytes(UTF_8));
    }
    if (all.put(what, out.toByteArray()) != null) {
      throw new IllegalStateException("twice: " + what);
    }
  }

  /** [ minus ] int [ frac ] [ exp ], section 6. */
  private void numbers() {
    for (String sign : List.of("+1", "++1", "--1", "- 1", "+-1", "-", "+", "-x", "~1")) {
      add("a number's sign: " + sign, "[", sign, "]");
    }
    for (String zeros : List.of("01", "-01", "00", "-00", "007.5", "-0123", "0x1F", "0b1", "0o7")) {
      add("a number's beginning: " + zeros, "[", zeros, "]");
    }
    for (String whole : List.of("", "0", "-0", "7", "-7")) {
      for (String fraction : List.of(".", "..5", ".5.", ".5.5", ".-5", ".e5", ".x", ".5x", ". 5")) {
        add("a fraction: " + whole + fraction, "[", whole + fraction, "]");
      }
      for (String power :
          List.of("e", "E", "e+", "E-", "e++1", "eE1", "e1.5", "e1e1", "ex", "e 1")) {
        add("an exponent: " + whole + power, "[", whole + power, "]");
      }
    }
    for (String odd :
        List.of(
            "1_000",
            "1,5.",
            "1 000",
            "1/2",
            "1+1",
            "NaN",
            "-NaN",
            "Infinity",
            "-Infinity",
            "Inf",
            "-Inf",
            "1L",
            "1f",
            "1d",
            "1n",
            "0xg",
            "#1",
            "1%",
            "１",
            "٣",
            "½")) {
      add("no number: " + odd, "[", odd, "]");
    }
    add("a number with a byte of no character in it", "[1", ALONE, "]");
    add("an exponent with a byte of no character in it", "[1e", ALONE, "]");
    add("a fraction with a byte of no character in it", "[1.", ALONE, "]");
  }

  /** true, false, null, and nothing like them; section 3. */
  private void words() {
    for (String word : List.of("true", "false", "null")) {
      add("cut: " + word, "[", word.substring(0, word.length() - 1), "]");
      add("begun: " + word, "[", word.substring(0, 1), "]");
      add("longer: " + word, "[", word + word.charAt(word.length() - 1), "]");
      add("upper case: " + word, "[", word.toUpperCase(java.util.Locale.ROOT), "]");
      add("capital: " + word, "[", word.substring(0, 1).toUpperCase(java.util.Locale.ROOT), "]");
      add("with a NUL: " + word, "[", word, "\0", "]");
      add("unquoted text after " + word, "[", word, " of course]");
    }
    for (String word :
        List.of(
            "undefined",
            "None",
            "nil",
            "yes",
            "on",
            "a",
            "abc",
            "é",
            "aå",
            "new Date()",
            "function(){}",
            "Symbol",
            "this",
            "\\u0061",
            "\\n")) {
      add("no word: " + word, "[", word, "]");
    }
  }

  /** Section 7. */
  private void strings() {
    for (String escape :
        List.of(
            "\\x41",
            "\\a",
            "\\0",
            "\\'",
            "\\e",
            "\\v",
            "\\ ",
            "\\U0041",
            "\\8",
            "\\u",
            "\\u0",
            "\\u00",
            "\\u004",
            "\\u004g",
            "\\u-041",
            "\\u 041",
            "\\uD834\\u",
            "\\uD834\\uD",
            "\\uD834\\uDD1",
            "\\uD834\\x",
            "\\é",
            "\\\t",
            "\\\\\\x")) {
      add("an escape: " + escape, "[\"", escape, "\"]");
    }
    for (int c = 0; c < 0x20; c++) {
      add("a control character as it is: " + c, "[\"a", new byte[] {(byte) c}, "b\"]");
    }
    add("a quote without its end", "[\"abc]");
    add("a string that ends in an escape", "[\"abc\\\"]");
    add("a string of one quote", "\"");
    add("single quotes", "['abc']");
    add("backquotes", "[`abc`]");
    add("typographic quotes", "[“abc”]");
    add("a string without quotes", "[abc def]");
    add("two strings side by side", "[\"a\" \"b\"]");
    add("strings added up", "[\"a\"+\"b\"]");
    add("text behind a string", "[\"a\"x]");
    add("an escape before a string", "[\\n\"a\"]");
    add("an escaped blank before a string", "[\\u0020\"a\"]");
    add("half a character", "[\"", ALONE, "\"]");
    add("half a character behind an escape", "[\"\\u00e9", ALONE, "\"]");
    add("half a character in an escape", "[\"\\u", ALONE, "041\"]");
    add("an escaped emoji", "[\"\\", "🌀", "\"]");
    add("a backslash and NUL", "[\"\\", "\0", "\"]");
  }

  /** Section 5. */
  private void arrays() {
    for (String array :
        List.of(
            "[1 2]",
            "[1,,2]",
            "[,]",
            "[,1]",
            "[1,]",
            "[1,,]",
            "[1,",
            "[1",
            "[",
            "[1]]",
            "[1]]]",
            "[[1]",
            "[1;2]",
            "[1:2]",
            "[1|2]",
            "[\"a\":1]",
            "[1 [2]]",
            "[[] []]",
            "[}",
            "[1}",
            "(1)",
            "<1>",
            "[*]",
            "[-]",
            "[1,\n2\n,3",
            "[1,\n1\n,",
            "[{}",
            "[{",
            "[\"a",
            "[\"",
            "[nul",
            "[tru",
            "[fals",
            "[1]x",
            "[1],",
            "[1][2]",
            "[1].",
            "[1]1",
            "[...]",
            "[1,\u000b2]",
            "[\f]",
            "[\u00a0]",
            "[\u2060]",
            "[\u200b1]",
            "[1\u2028]")) {
      add("an array: " + array.replace('\n', '/'), array);
    }
  }

  /** Section 4. */
  private void objects() {
    for (String object :
        List.of(
            "{\"a\"}",
            "{\"a\":}",
            "{:1}",
            "{\"a\" 1}",
            "{\"a\"::1}",
            "{\"a\",1}",
            "{\"a\":1,}",
            "{\"a\":1,,}",
            "{\"a\":1,,\"b\":2}",
            "{,\"a\":1}",
            "{,}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":1;\"b\":2}",
            "{\"a\"=1}",
            "{\"a\"=>1}",
            "{a:1}",
            "{'a':1}",
            "{'a':'b'}",
            "{1:1}",
            "{9999E9999:1}",
            "{null:null,null:null}",
            "{true:1}",
            "{[1]:1}",
            "{{}:1}",
            "{\"a\":1",
            "{\"a\":",
            "{\"a\"",
            "{\"a",
            "{\"",
            "{",
            "{]",
            "{\"a\":1]",
            "{\"a\":1}}",
            "{}}",
            "{\"a\":1}x",
            "{\"a\":1}#",
            "{\"a\":1}#{}",
            "{\"a\":1}//",
            "{\"a\":1}/*x*/",
            "{\"a\":1}/**//",
            "{/*x*/\"a\":1}",
            "{\"a\":/*x*/1}",
            "{\"a\":1,//x\n\"b\":2}",
            "{\"a\":1}/",
            "{\"a\":1},",
            "{\"a\":1}{\"b\":2}",
            "{\"a\":x}",
            "{\"a\":\"b}",
            "{\"a\":1,\"b\"}",
            "{\"a\":1,\"b\":}",
            "{[: 1}",
            "{\"a\":'b'}",
            "{🇨🇭}",
            "{\"a\":1 2}",
            "{...a}",
            "{\"a\":[}")) {
      add("an object: " + object.replace('\n', '/'), object);
    }
  }

  /** One text, one value; section 2. */
  private void structure() {
    for (String text :
        List.of(
            "",
            " ",
            "\n",
            "\t \r\n",
            "]",
            "}",
            "]]",
            ",",
            ":",
            "*",
            "é",
            "<null>",
            "<.>",
            "?",
            "&",
            "1 2",
            "2@",
            "true false",
            "\"a\" x",
            "{}{}",
            "[]{}",
            "[][]",
            "1]",
            "#x",
            "//x",
            "/*x*/",
            "--\n",
            "%YAML",
            "a=b",
            "<?xml version='1.0'?><a/>",
            "[1]\u0000",
            "\u00001",
            "\u2060",
            "null\0",
            "{\"a\":1}\u0000")) {
      add("a text: " + text.replace('\n', '/').replace('\r', '/'), text);
    }
    add("a hundred thousand arrays begun", "[".repeat(100_000));
    add("a hundred thousand arrays in objects begun", "[{\"\":".repeat(40_000));
    add("a hundred thousand arrays ended", "]".repeat(100_000));
    add("deeper than anybody needs", "[".repeat(65) + "]".repeat(65));
  }

  private void bytes() {
    add("a byte order mark and nothing", BOM);
    add("half a byte order mark", new byte[] {(byte) 0xef, (byte) 0xbb}, "{}");
    add("a byte that is no character", ALONE);
    add("a continuation without beginning", "[", CONTINUATION, "]");
    add("a continuation in a name", "{\"", CONTINUATION, "\":1}");
    add("a name with half a character and a comma too many", "{\"", ALONE, "\":1,}");
    add("an array with a byte that is no character", "[a", ALONE, "]");
    add("a slash, written too long", "[\"", new byte[] {(byte) 0xc0, (byte) 0xaf}, "\"]");
    add("a surrogate as UTF-8", "[\"", new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, "\"]");
    add(
        "beyond Unicode",
        "[\"",
        new byte[] {(byte) 0xf4, (byte) 0xbf, (byte) 0xbf, (byte) 0xbf},
        "\"]");
    List<byte[]> wide = new ArrayList<>();
    for (char c : "{\"a\":1}".toCharArray()) {
      wide.add(new byte[] {0, (byte) c});
    }
    add("UTF-16", wide.toArray());
  }
}
