package org.xenoscope.window;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.testfx.framework.junit5.ApplicationExtension;
import org.xenoscope.window.shell.Startup;

import java.util.Arrays;
import java.util.Optional;

/// Leaves out the tests of windows on a machine that lacks what JavaFX needs for every text, and
/// says which package brings it. All other tests run there.
public final class WithoutPango implements ExecutionCondition {
    private static final Optional<String> LACKING = Startup.lacking();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean window =
                context
                        .getTestClass()
                        .flatMap(type -> AnnotationSupport.findAnnotation(type, ExtendWith.class))
                        .map(ExtendWith::value)
                        .stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(ApplicationExtension.class::equals);
        return window && LACKING.isPresent()
                ? ConditionEvaluationResult.disabled(LACKING.get())
                : ConditionEvaluationResult.enabled("nothing is lacking");
    }
}
