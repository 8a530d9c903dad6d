package dev.handoff.verification.tlc;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tla2sany.drivers.FrontEndException;
import tla2sany.drivers.SANY;
import tla2sany.modanalyzer.SpecObj;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import util.SimpleFilenameToStream;
import util.ToolIO;

/** A module of the spec as SANY, TLA+'s own parser, understands it. */
public final class SpecModule {
  private static final Set<String> CHOICES =
      Set.of("$DisjList", "\\lor", "$BoundedExists", "$UnboundedExists");

  private final ModuleNode module;

  private SpecModule(ModuleNode module) {
    this.module = module;
  }

  /**
   * Parses a module and all that it extends.
   *
   * @throws TlcException if it does not parse; the message is SANY's
   */
  public static synchronized SpecModule parse(Path spec, String name) throws TlcException {
    // SANY speaks to a static stream, and finds modules beside the root by a static folder.
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    PrintStream out = ToolIO.out;
    PrintStream err = ToolIO.err;
    ToolIO.out = stream;
    ToolIO.err = stream;
    try {
      SpecFolder folder = new SpecFolder(spec).absolute();
      String file = folder.module(name).toString();
      String[] library = folder.library().stream().map(Path::toString).toArray(String[]::new);
      SpecObj parsed = new SpecObj(file, new SimpleFilenameToStream(library));
      int status = SANY.frontEndMain(parsed, file, stream);
      ModuleNode root =
          status == 0 ? parsed.getExternalModuleTable().getRootModule() : null;
      if (root == null) {
        throw new TlcException(name + ".tla does not parse: " + said.toString(StandardCharsets.UTF_8));
      }
      return new SpecModule(root);
    } catch (FrontEndException e) {
      throw new TlcException(name + ".tla does not parse: " + e.getMessage());
    } finally {
      ToolIO.out = out;
      ToolIO.err = err;
    }
  }

  /** The variables that the module itself declares, not those of a module that it extends. */
  public Set<String> variables() {
    Set<String> found = new TreeSet<>();
    for (OpDeclNode variable : module.getVariableDecls()) {
      if (variable.getLocation().source().equals(module.getName().toString())) {
        found.add(variable.getName().toString());
      }
    }
    return found;
  }

  /**
   * The actions of the module: what its next-state relation is a choice among. An operator that is
   * itself nothing but a choice among others (a group such as {@code Leave}) is not one of them.
   *
   * @param next the name of the next-state relation
   */
  public Set<String> actions(String next) {
    Set<String> found = new TreeSet<>();
    for (OpDefNode definition : module.getOpDefs()) {
      if (definition.getName().toString().equals(next)) {
        collect(definition, true, found);
      }
    }
    return found;
  }

  /** An action that is another one with certain arguments is an action in its own right. */
  private void collect(OpDefNode definition, boolean isRoot, Set<String> found) {
    List<OpDefNode> choices = new ArrayList<>();
    if ((isRoot || isChoice(definition.getBody()))
        && isChoiceAmongActions(definition.getBody(), choices)) {
      choices.forEach(choice -> collect(choice, false, found));
    } else {
      found.add(definition.getName().toString());
    }
  }

  private static boolean isChoice(ExprOrOpArgNode expression) {
    return expression instanceof OpApplNode application
        && CHOICES.contains(application.getOperator().getName().toString());
  }

  /** Whether the expression is built from applications of actions by "or" and "there is" alone. */
  private static boolean isChoiceAmongActions(ExprOrOpArgNode expression, List<OpDefNode> choices) {
    if (!(expression instanceof OpApplNode application)) {
      return false;
    }
    if (CHOICES.contains(application.getOperator().getName().toString())) {
      for (ExprOrOpArgNode part : application.getArgs()) {
        if (part instanceof ExprNode && !isChoiceAmongActions(part, choices)) {
          return false;
        }
      }
      return true;
    }
    if (application.getOperator() instanceof OpDefNode action
        && action.getLevel() == LevelConstants.ActionLevel
        && action.getKind() == tla2sany.semantic.ASTConstants.UserDefinedOpKind) {
      choices.add(action);
      return true;
    }
    return false;
  }
}
