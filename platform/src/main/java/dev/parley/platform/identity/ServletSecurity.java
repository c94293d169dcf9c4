package dev.parley.platform.identity;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.parley.platform.problem.CommonProblem;
import dev.parley.platform.problem.ProblemDetails;
import dev.parley.platform.problem.ProblemWriter;

/** Checks the token of every request of a servlet application, the public endpoints excepted. */
final class ServletSecurity extends OncePerRequestFilter {

    private final TokenVerifier verifier;
    private final PublicEndpoints publicEndpoints;
    private final ProblemWriter problems;

    ServletSecurity(TokenVerifier verifier, PublicEndpoints publicEndpoints, ProblemWriter problems) {
        this.verifier = verifier;
        this.publicEndpoints = publicEndpoints;
        this.problems = problems;
    }

    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable) // tokens are never sent by a browser on its own
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(this::isPublic)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(refusals -> refusals
                        .authenticationEntryPoint((request, response, e) -> problems.write(response,
                                BearerToken.missing()))
                        .accessDeniedHandler((request, response, e) -> problems.write(response,
                                ProblemDetails.of(CommonProblem.FORBIDDEN, "you may not do this"))))
                .addFilterBefore(this, AuthorizationFilter.class)
                .build();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return isPublic(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = BearerToken.from(request.getHeader(HttpHeaders.AUTHORIZATION)).orElse("");
        if (token.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        switch (verifier.verify(token)) {
            case Verification.Valid(Identity identity) -> {
                SecurityContextHolder.setContext(new SecurityContextImpl(new IdentityAuthentication(identity)));
                chain.doFilter(request, response);
            }
            case Verification.Invalid(String reason) -> problems.write(response, BearerToken.invalid(reason));
            case Verification.Unavailable(String reason) -> problems.write(response, BearerToken.uncheckable(reason));
        }
    }

    private boolean isPublic(HttpServletRequest request) {
        return publicEndpoints.includes(HttpMethod.valueOf(request.getMethod()),
                request.getRequestURI().substring(request.getContextPath().length()));
    }
}
