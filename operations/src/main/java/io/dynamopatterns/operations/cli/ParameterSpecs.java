package io.dynamopatterns.operations.cli;

import io.dynamopatterns.operations.Parameter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Parameters of operations as picocli's options and arguments. They are read as text. */
final class ParameterSpecs {
  private ParameterSpecs() {}

  static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .arity("0")
        .type(boolean.class)
        .description("Show this help.")
        .build();
  }

  static PositionalParamSpec positional(Parameter parameter, int index) {
    String least = parameter.required() ? "1" : "0";
    return PositionalParamSpec.builder()
        .index(parameter.repeated() ? index + "..*" : String.valueOf(index))
        .arity(parameter.repeated() ? least + "..*" : least + "..1")
        .type(parameter.repeated() ? String[].class : String.class)
        .paramLabel(parameter.label())
        .required(parameter.required())
        .description(description(parameter))
        .build();
  }

  static OptionSpec option(Parameter parameter) {
    boolean flag = parameter.type() == Parameter.Type.FLAG;
    return OptionSpec.builder(parameter.option())
        .arity(flag ? "0" : "1")
        .type(flag ? boolean.class : parameter.repeated() ? String[].class : String.class)
        .paramLabel(parameter.label())
        .required(parameter.required())
        .completionCandidates(parameter.allowed())
        .description(description(parameter))
        .build();
  }

  private static String description(Parameter parameter) {
    StringBuilder text = new StringBuilder(parameter.description());
    if (!parameter.allowed().isEmpty()) {
      text.append(" One of ").append(String.join(", ", parameter.allowed())).append('.');
    }
    parameter.otherwise().ifPresent(value -> text.append(" Default: ").append(value).append('.'));
    // A percent sign would begin a format.
    return text.toString().replace("%", "%%");
  }
}
