package dev.backstory.dq.engine;

import java.util.List;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** The Scala values that Deequ's methods want. */
final class ScalaInterop {
    private ScalaInterop() {}

    static <T> Seq<T> seq(List<T> list) {
        return JavaConverters.asScalaBufferConverter(list).asScala().toSeq();
    }

    static <T> List<T> list(Seq<T> seq) {
        return JavaConverters.seqAsJavaListConverter(seq).asJava();
    }

    static <T> Option<T> none() {
        return Option.empty();
    }
}
