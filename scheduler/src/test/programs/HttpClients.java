import com.sun.net.httpserver.HttpServer;
import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Scheduler;
import dev.handoff.sync.WaitGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Goroutines on one P ask a server through the JDK's client, which has threads of its own; twice. */
void main() throws Exception {
  HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
  server.createContext(
      "/",
      exchange -> {
        byte[] path = exchange.getRequestURI().getPath().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, path.length);
        exchange.getResponseBody().write(path);
        exchange.close();
      });
  server.start();
  String base = "http://localhost:" + server.getAddress().getPort() + "/";
  int sum = 0;
  for (int round = 0; round < 2; round++) {
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      sum += scheduler.<Integer>call(() -> ask(base));
    }
  }
  server.stop(0);
  IO.println("sum " + sum);
}

int ask(String base) throws Exception {
  HttpClient client = HttpClient.newHttpClient();
  Chan<Integer> answers = Chan.unbuffered();
  WaitGroup all = new WaitGroup();
  for (int i = 1; i <= 40; i++) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + i)).build();
    all.go(() -> answers.send(Integer.parseInt(client.send(request, BodyHandlers.ofString()).body().substring(1))));
  }
  Go.go(
      () -> {
        all.await();
        answers.close();
      });
  int sum = 0;
  for (int answer : answers) {
    sum += answer;
  }
  client.close();
  return sum;
}
