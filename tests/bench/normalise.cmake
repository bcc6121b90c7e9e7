# cmake --build … --target bench_normalise: what one expression costs, beside
# the same job in Python's JioNLP where pip can install it.  No test: figures of
# a busy machine prove nothing.
if(TARGET dealsift)
  add_custom_target(bench_normalise
    COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_CURRENT_LIST_DIR}/normalise.py
            $<TARGET_FILE:dealsift> ${PROJECT_BINARY_DIR}/bench/jionlp
    DEPENDS dealsift USES_TERMINAL VERBATIM)
  if(TARGET bench)
    add_dependencies(bench bench_normalise)
  endif()
endif()
