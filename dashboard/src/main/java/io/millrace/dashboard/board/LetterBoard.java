/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.dashboard.ring.Meter;
import io.millrace.dashboard.ring.Ring;
import io.millrace.jobs.consume.AnyRecord;
import io.millrace.jobs.consume.RecordPage;
import io.millrace.schemas.DeadLetter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The newest dead letters, decoded as far as possible. Thread-safe. */
public final class LetterBoard {
  private static final int LETTERS = 300;
  private static final int MOST_BYTES = 512;
  private static final int MOST_FIELDS = 8192;
  private static final int MOST_REASON = 2000;
  private static final int TOPICS = 256;
  private static final int SECONDS = 120;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@=+-]+");

  private final String servers;
  private final AnyRecord codec = new AnyRecord();
  private final Ring<Letter> letters = new Ring<>(LETTERS);
  private final Map<String, Meter> byTopic = new LinkedHashMap<>();
  private final Meter all = new Meter(SECONDS);
  private long id;

  /**
   * @param servers of the command that replays
   */
  public LetterBoard(String servers) {
    this.servers = servers;
  }

  /**
   * A letter.
   *
   * @param time when it was refused, in milliseconds since the epoch
   * @param text the record as text, where it is text; else null
   * @param hex its first bytes otherwise
   * @param fields of the record, where it is one of Millrace's; else null
   * @param undecoded why it is none; empty where it is one
   * @param replay the command that sends it back; null where it came from no topic
   */
  record Letter(
      long id,
      long time,
      String topic,
      int partition,
      long offset,
      String source,
      String reason,
      String key,
      int bytes,
      String text,
      String hex,
      Map<String, Object> fields,
      String undecoded,
      String replay) {}

  /** How many there were by topic in the last two minutes. */
  record TopicCount(String topic, long total, long recent) {}

  /** The newest letters, the newest first. */
  record Snapshot(long total, long lastMinute, List<TopicCount> topics, List<Letter> letters) {}

  /** Takes a letter. */
  public void letter(DeadLetter letter, long nowMillis) {
    Letter read = read(letter);
    // Those of before the dashboard began are no news.
    long refused = Math.min(nowMillis, read.time());
    synchronized (this) {
      letters.add(read);
      all.add(1, refused);
      if (byTopic.containsKey(letter.getTopic()) || byTopic.size() < TOPICS) {
        byTopic.computeIfAbsent(letter.getTopic(), topic -> new Meter(SECONDS)).add(1, refused);
      }
    }
  }

  private Letter read(DeadLetter letter) {
    byte[] payload = bytes(letter.getPayload());
    Map<String, Object> fields = null;
    String undecoded = "";
    if (payload == null) {
      undecoded = "the record had no value";
    } else {
      try {
        fields = bounded(RecordPage.of(codec.decode(payload)).fields());
      } catch (DecodingException e) {
        undecoded = e.getMessage();
      }
    }
    String text = fields == null ? text(payload) : null;
    boolean opaque = fields == null && text == null && payload != null;
    byte[] key = bytes(letter.getKey());
    String keyText = text(key);
    synchronized (this) {
      id++;
    }
    return new Letter(
        id,
        letter.getTime().toEpochMilli(),
        letter.getTopic(),
        letter.getPartition(),
        letter.getOffset(),
        letter.getSource(),
        shortened(letter.getReason(), MOST_REASON),
        keyText == null && key != null ? hex(key) : keyText,
        payload == null ? 0 : payload.length,
        text,
        opaque ? hex(payload) : null,
        fields,
        undecoded,
        replay(letter));
  }

  /** Long lists are cut: a letter is to be recognised, not analysed. */
  private static Map<String, Object> bounded(Map<String, Object> fields) {
    Map<String, Object> cut = new LinkedHashMap<>();
    int length = 0;
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      Object value = field.getValue();
      if (value instanceof List<?> list && list.size() > 16) {
        List<Object> head = new ArrayList<>(list.subList(0, 16));
        head.add("... " + (list.size() - 16) + " more");
        value = head;
      } else if (value instanceof String string) {
        value = shortened(string, MOST_BYTES);
      }
      length += String.valueOf(value).length();
      if (length > MOST_FIELDS) {
        cut.put("...", "more fields");
        break;
      }
      cut.put(field.getKey(), value);
    }
    return cut;
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + " ...";
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }

  /** Null where the bytes are no text. */
  private static String text(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    String text = new String(bytes, 0, Math.min(bytes.length, MOST_BYTES), UTF_8);
    boolean readable =
        text.chars()
            .allMatch(c -> (c >= ' ' && c != 0xFFFD && c != 0x7F) || c == '\n' || c == '\t');
    return readable ? text + (bytes.length > MOST_BYTES ? " ..." : "") : null;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, MOST_BYTES))
        + (bytes.length > MOST_BYTES ? " ..." : "");
  }

  /** Narrow enough that it sends this letter and hardly any other. */
  private String replay(DeadLetter letter) {
    if (letter.getTopic().isEmpty() || letter.getMissingBytes() != 0) {
      return null;
    }
    return "./millrace replay --bootstrap-servers "
        + quoted(servers)
        + " --topic "
        + quoted(letter.getTopic())
        + " --from "
        + letter.getTime()
        + " --until "
        + letter.getTime().plusMillis(1);
  }

  /** A word of a shell, whatever is in it. */
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** The newest letters. */
  public synchronized Object snapshot(long nowMillis) {
    List<TopicCount> topics = new ArrayList<>();
    byTopic.forEach(
        (topic, meter) ->
            topics.add(new TopicCount(topic, meter.total(), meter.sum(SECONDS, nowMillis))));
    return new Snapshot(all.total(), all.sum(60, nowMillis), topics, letters.newestFirst());
  }

  /** Letters since the dashboard began, of some topics. */
  public synchronized long total(Iterable<String> topics) {
    long total = 0;
    for (String topic : topics) {
      total += byTopic.containsKey(topic) ? byTopic.get(topic).total() : 0;
    }
    return total;
  }

  /** Letters of the last minute, of some topics. */
  public synchronized long lastMinute(Iterable<String> topics, long nowMillis) {
    long sum = 0;
    for (String topic : topics) {
      sum += byTopic.containsKey(topic) ? byTopic.get(topic).sum(60, nowMillis) : 0;
    }
    return sum;
  }
}
