package io.dynamopatterns.local.page;

import io.dynamopatterns.local.fleet.Fleet;
import io.dynamopatterns.local.fleet.Workspace;
import io.dynamopatterns.page.PageServer;
import io.dynamopatterns.page.PageTasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.Optional;

/** The page of a fleet that is up. */
public final class FleetPage {
  /** Where the page is unless the port is taken. */
  public static final int PORT = 8765;

  private FleetPage() {}

  /**
   * Starts the page.
   *
   * @param port another one that is free is taken if this one is in use
   */
  public static PageServer start(Fleet fleet, Workspace workspace, int port, PageTasks operations) {
    FleetActivity activity = new FleetActivity(fleet, workspace.logs(), Optional.empty());
    try {
      return PageServer.start(port, activity, operations);
    } catch (BindException e) {
      return start(fleet, workspace, 0, operations);
    } catch (IOException e) {
      throw new UncheckedIOException("The page cannot be started on port " + port, e);
    }
  }
}
