package dev.parley.parts.real;

import java.util.Arrays;
import java.util.Optional;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@link NeedsReal} does. */
final class NeedsRealCondition implements ExecutionCondition {

    private static final Logger log = LoggerFactory.getLogger(NeedsReal.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isPresent()) {
            return ConditionEvaluationResult.enabled("its class is");
        }
        Optional<String> reason = AnnotationSupport.findAnnotation(context.getElement(), NeedsReal.class).stream()
                .flatMap(needs -> Arrays.stream(needs.value()))
                .flatMap(component -> component.leftOut().stream())
                .findFirst();
        reason.ifPresent(why -> log.warn("{}: {}", context.getDisplayName(), why));
        return reason.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("what it needs is there"));
    }
}
