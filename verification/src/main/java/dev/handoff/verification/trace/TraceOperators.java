package dev.handoff.verification.trace;

import java.io.IOException;
import java.nio.file.Path;
import org.checkerframework.checker.nullness.qual.Nullable;
import tlc2.overrides.TLAPlusOperator;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * The operators that TraceScheduler.tla leaves open, in the JVM that runs TLC. The trace is the file
 * that the system property {@value #TRACE} names.
 */
public final class TraceOperators {
  static final String TRACE = "handoff.validate.trace";
  static final String REPORT_AT = "handoff.validate.reportAt";

  private static final UniqueString[] FIELDS = {
    UniqueString.uniqueStringOf("action"),
    UniqueString.uniqueStringOf("m"),
    UniqueString.uniqueStringOf("q"),
    UniqueString.uniqueStringOf("g"),
    UniqueString.uniqueStringOf("kicked"),
    UniqueString.uniqueStringOf("n")
  };

  private static volatile @Nullable Script script;

  private TraceOperators() {}

  private static Script script() {
    Script known = script;
    if (known == null) {
      known = load();
      script = known;
    }
    return known;
  }

  private static Script load() {
    String file = System.getProperty(TRACE);
    if (file == null) {
      throw new IllegalStateException("TraceScheduler.tla is run by the validator, not by itself");
    }
    try {
      return Script.of(Trace.read(Path.of(file)));
    } catch (IOException | NotATraceException | TraceTooLargeException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many steps there are. */
  @TLAPlusOperator(identifier = "TraceLength", module = "TraceScheduler", warn = false)
  public static Value traceLength() {
    return IntValue.gen(script().lines().size());
  }

  /** Step number i, from 1 on. */
  @TLAPlusOperator(identifier = "TraceStep", module = "TraceScheduler", warn = false)
  public static Value traceStep(IntValue i) {
    Script.Line line = script().lines().get(i.val - 1);
    Value[] values = {
      new StringValue(line.action()),
      IntValue.gen(line.m()),
      IntValue.gen(line.q()),
      IntValue.gen(line.g()),
      IntValue.gen(line.kicked()),
      IntValue.gen(line.n())
    };
    return new RecordValue(FIELDS.clone(), values, false);
  }

  /** How large the run is, and where a report is wanted. */
  @TLAPlusOperator(identifier = "TraceSize", module = "TraceScheduler", warn = false)
  public static Value traceSize(StringValue what) {
    Script s = script();
    return IntValue.gen(
        switch (what.val.toString()) {
          case "G" -> s.goroutines();
          case "M" -> s.machines();
          case "P" -> s.processors();
          case "Online" -> s.online();
          case "Capacity" -> s.capacity();
          case "GlobalTick" -> s.globalTick();
          case "ReportAt" -> Integer.getInteger(REPORT_AT, -1);
          default -> throw new IllegalArgumentException("no size is called " + what);
        });
  }
}
